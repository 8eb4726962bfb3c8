import Glibc

/// How much of a file's text is one record, at most: no customer's is longer, whatever the system that wrote it.
enum LineLimit {
    static let bytes = 1 << 20
    static let message =
        "is longer than 1 MiB, which no customer is: look whether the file's lines end where they should"

    /// The number of the first line that is longer; lines end in LF, CRLF or CR.
    static func excess(in bytes: [UInt8]) -> Int? {
        guard bytes.count > Self.bytes else { return nil }
        var (start, number) = (0, 0)
        while start < bytes.count {
            let end = self.end(of: bytes, from: start)
            number += 1
            if end - start > Self.bytes { return number }
            let isPair = bytes[end...].starts(with: [0x0D, 0x0A])
            start = end + (isPair ? 2 : 1)
        }
        return nil
    }

    /// Where the line ends that begins there: before its break, or at the end of the text.
    ///
    /// By memchr(3), which takes no time even where nothing is optimised.
    static func end(of bytes: [UInt8], from start: Int, breaks: [UInt8] = [0x0A, 0x0D]) -> Int {
        breaks.reduce(bytes.count) { end, sign in
            bytes.withUnsafeBytes { bytes in
                guard let base = bytes.baseAddress, end > start else { return end }
                guard let found = memchr(base + start, Int32(sign), end - start) else { return end }
                return UnsafeRawPointer(found) - base
            }
        }
    }
}
