/// The names of the files in a ZIP archive, from the directory at its end (APPNOTE.TXT §4.3).
enum ArchiveNames {
    private static let endBytes = 22
    private static let maximumCommentBytes = 1 << 16
    private static let entryBytes = 46

    /// None where the directory is missing, as in an archive that was cut off.
    static func of(_ bytes: [UInt8]) -> Set<String> {
        guard let end = endRecord(bytes) else { return [] }
        var names: Set<String> = []
        var at = number(bytes, at: end + 16, width: 4)
        while at >= 0, at + entryBytes <= end, bytes[at...].starts(with: Array("PK\u{1}\u{2}".utf8)) {
            let name = at + entryBytes
            let behind = name + number(bytes, at: at + 28, width: 2)
            guard behind <= end else { break }
            names.insert(String(decoding: bytes[name..<behind], as: UTF8.self))
            at = behind + number(bytes, at: at + 30, width: 2) + number(bytes, at: at + 32, width: 2)
        }
        return names
    }

    /// Where the record begins that says where the directory is.
    private static func endRecord(_ bytes: [UInt8]) -> Int? {
        guard bytes.count >= endBytes else { return nil }
        let last = bytes.count - endBytes
        let signature = Array("PK\u{5}\u{6}".utf8)
        return (max(0, last - maximumCommentBytes)...last).last { bytes[$0...].starts(with: signature) }
    }

    /// A number with its lowest byte first.
    private static func number(_ bytes: [UInt8], at start: Int, width: Int) -> Int {
        bytes[start..<start + width].reversed().reduce(0) { $0 << 8 | Int($1) }
    }
}
