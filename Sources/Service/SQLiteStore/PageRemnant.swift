import Glibc

/// What a page of a database holds of rows that are not there any more.
///
/// SQLite overwrites what it deletes (`PRAGMA secure_delete`), and leaves behind what it moves from one page to another: that
/// stands between a page's list of cells and the cells themselves until something else is put there
/// (sqlite.org/fileformat.html#b_tree_pages). These bytes have no meaning for SQLite: they can be overwritten in any state of
/// the page, while others read it.
enum PageRemnant {
    /// Where a page has anything between its list of cells and the cells; `nil` for one that has nothing there, or no cells.
    ///
    /// - Parameters:
    ///   - page: all of it.
    ///   - isFirst: whether the file begins with it, and so with the header of the database.
    static func range(in page: UnsafeRawBufferPointer, isFirst: Bool) -> Range<Int>? {
        let start = isFirst ? headerBytes : 0
        guard page.count >= smallestPage else { return nil }
        func number(at offset: Int) -> Int { Int(page[start + offset]) << 8 | Int(page[start + offset + 1]) }
        let listStart: Int
        switch page[start] {
        case 2, 5: listStart = start + 12
        case 10, 13: listStart = start + 8
        default: return nil
        }
        let listEnd = listStart + 2 * number(at: 3)
        // 0 stands for 65,536.
        let content = number(at: 5) == 0 ? 65_536 : number(at: 5)
        guard listEnd < content, content <= page.count, !isZero(page[listEnd..<content]) else { return nil }
        return listEnd..<content
    }

    /// Whether the first byte is 0, and each one is as the one behind it.
    private static func isZero(_ bytes: Slice<UnsafeRawBufferPointer>) -> Bool {
        let bytes = UnsafeRawBufferPointer(rebasing: bytes)
        guard let start = bytes.baseAddress, bytes[0] == 0 else { return bytes.isEmpty }
        return memcmp(start, start + 1, bytes.count - 1) == 0
    }

    /// Of the database, at the beginning of its file.
    static let headerBytes = 100
    private static let smallestPage = 512
}
