package import Glibc

/// Files of proc(5), which have no size, and what links lead to.
package enum ProcessFile {
    /// All of a file, which is handed out a page at a time; `nil` when it cannot be opened.
    package static func text(of path: String) -> String? {
        guard let descriptor = try? SystemCall.repeating({ open(path, O_RDONLY | O_CLOEXEC) }) else { return nil }
        defer { close(descriptor) }
        var (bytes, page) = ([UInt8](), [UInt8](repeating: 0, count: 65_536))
        while let count = try? SystemCall.repeating({ read(descriptor, &page, page.count) }), count > 0 {
            bytes += page[..<count]
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    package static func status(of path: String) -> stat? {
        var status = stat()
        return stat(path, &status) == 0 ? status : nil
    }
}
