import Crypto

/// The end of a line as Assets/docs/journal.md has it, made without the journal's own code.
enum ReferenceChecksum {
    static let length = 39

    /// A line, without its newline, of what is to stand in it before its checksum.
    static func line(_ body: [UInt8]) -> [UInt8] {
        let body = body + Array(",".utf8)
        let digits = SHA256.hash(data: body).prefix(16).map { byte in
            (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }
        return body + Array(#""h":"\#(digits.joined())"}"#.utf8)
    }
}
