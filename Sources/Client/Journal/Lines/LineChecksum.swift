import Crypto
import JSON

/// The end of every line: `"h":"<32 hexadecimal digits>"}`, SHA-256 (FIPS 180-4) cut to 128 bits over the raw bytes
/// before it.
enum LineChecksum {
    private static let hashBytes = 16
    private static let opening = Array(#""h":""#.utf8)
    private static let closing = Array(#""}"#.utf8)
    /// How long the checksum is, always.
    static let bytes = opening.count + 2 * hashBytes + closing.count

    /// The checksum of what stands before it, comma included.
    static func checksum(_ body: [UInt8]) -> [UInt8] {
        opening + body.withUnsafeBytes(digits) + closing
    }

    /// Whether a line, without its newline, is as it was written.
    static func holds(_ line: UnsafeRawBufferPointer) -> Bool {
        guard line.count > bytes, line[0] == UInt8(ascii: "{") else { return false }
        let body = UnsafeRawBufferPointer(rebasing: line.dropLast(bytes))
        let checksum = line.suffix(bytes)
        guard checksum.starts(with: opening), checksum.suffix(closing.count).elementsEqual(closing) else {
            return false
        }
        return checksum.dropFirst(opening.count).dropLast(closing.count).elementsEqual(digits(body))
    }

    private static func digits(_ body: UnsafeRawBufferPointer) -> [UInt8] {
        var hash = SHA256()
        hash.update(bufferPointer: body)
        return Hexadecimal.digits(hash.finalize().prefix(hashBytes))
    }
}
