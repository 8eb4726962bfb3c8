import Crypto
import JSON

/// Where a chain of lines stands: what the next line has to follow.
///
/// A line is a JSON object on a line of its own. Its first member is its number, `seq`, its last one `hash`: SHA-256, in
/// hexadecimal digits, of the hash of the line before (of 64 zeros, for the first of all) and this line's text up to the
/// comma before `hash`. Anyone who changes, removes, inserts or moves a line has to write all later ones anew.
struct AuditChain: Hashable {
    /// Of the last line, 64 hexadecimal digits.
    let hash: [UInt8]
    /// Of the last line.
    let number: Int

    static let hashDigits = 64
    /// Before the first line.
    static let beginning = AuditChain(hash: [UInt8](repeating: UInt8(ascii: "0"), count: hashDigits), number: 0)
    /// What stands between a line's text and its hash.
    static let separator = Array(#","hash":""#.utf8)
    static let end = Array("\"}".utf8)

    /// Appends the next line with its end.
    ///
    /// - Parameter members: appends the line's members, without braces.
    /// - Returns: the chain after it.
    func appending(to bytes: inout [UInt8], _ members: (inout [UInt8]) -> Void) -> AuditChain {
        let start = bytes.count
        bytes.append(contentsOf: #"{"seq":"#.utf8)
        bytes.append(contentsOf: String(number + 1).utf8)
        bytes.append(UInt8(ascii: ","))
        members(&bytes)
        let next = AuditChain(hash: hash(following: bytes[start...]), number: number + 1)
        bytes.append(contentsOf: Self.separator)
        bytes.append(contentsOf: next.hash)
        bytes.append(contentsOf: Self.end)
        bytes.append(UInt8(ascii: "\n"))
        return next
    }

    /// The hash of a line that follows.
    ///
    /// - Parameter text: up to the comma before `hash`.
    func hash(following text: ArraySlice<UInt8>) -> [UInt8] {
        var sum = SHA256()
        hash.withUnsafeBytes { sum.update(bufferPointer: $0) }
        text.withUnsafeBytes { sum.update(bufferPointer: $0) }
        return Hexadecimal.digits(sum.finalize())
    }
}
