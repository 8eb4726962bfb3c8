/// The names of what is in an archive, in its order.
enum ArchiveNames {
    private static let endBytes = 22
    private static let maximumCommentBytes = 1 << 16
    private static let entryBytes = 46

    /// Of a ZIP archive, from the directory at its end (APPNOTE.TXT §4.3); none where that is missing, as in an archive that was cut off.
    static func ofZIP(_ bytes: [UInt8]) -> [String] {
        guard let end = endRecord(bytes) else { return [] }
        var names: [String] = []
        var at = number(bytes, at: end + 16, width: 4)
        while at >= 0, at + entryBytes <= end, bytes[at...].starts(with: Array("PK\u{1}\u{2}".utf8)) {
            let name = at + entryBytes
            let behind = name + number(bytes, at: at + 28, width: 2)
            guard behind <= end else { break }
            names.append(String(decoding: bytes[name..<behind], as: UTF8.self))
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

    // MARK: tar

    private static let blockBytes = 512

    /// Of the files in a tar archive (POSIX.1-2024, pax, "ustar Interchange Format"), as far as it can be read; an empty name
    /// for a file whose header has no room for it.
    static func ofTar(_ bytes: [UInt8]) -> [String] {
        var names: [String] = []
        var at = 0
        while at + blockBytes <= bytes.count, bytes[at] != 0, let size = octal(bytes[at + 124..<at + 136]) {
            // Others than files are folders, links, and notes about what follows.
            if [0, UInt8(ascii: "0")].contains(bytes[at + 156]) { names.append(name(bytes[at..<at + blockBytes])) }
            at += blockBytes * (1 + (size + blockBytes - 1) / blockBytes)
        }
        return names
    }

    private static func name(_ header: ArraySlice<UInt8>) -> String {
        let name = header.prefix(100).prefix { $0 != 0 }
        // GNU's own form has times where the folder stands otherwise.
        let isGNU = header.dropFirst(257).starts(with: Array("ustar ".utf8))
        let folder = isGNU ? [] : header.dropFirst(345).prefix(155).prefix { $0 != 0 }
        guard name.count < 100 else { return "" }
        return String(decoding: folder.isEmpty ? name : folder + [UInt8(ascii: "/")] + name, as: UTF8.self)
    }

    /// `nil` for what is not a number, or one in GNU's own form for more than 8 GiB.
    private static func octal(_ digits: ArraySlice<UInt8>) -> Int? {
        Int(String(decoding: digits.prefix { $0 != 0 }, as: UTF8.self).filter { $0 != " " }, radix: 8)
            .flatMap { $0 < 0 ? nil : $0 }
    }
}
