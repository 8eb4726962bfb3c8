import CustomerAPI
import Domain
import JSON

extension TokenEntry {
    /// Of a token of version 1.
    static let minimumCharacters = 16
    private static let never = "never"

    /// Reads `NAME:ROLE:EXPIRES:SHA256`, or `TOKEN` or `NAME:TOKEN` of version 1, whose holders may do all that there was to
    /// do then.
    init(line: some StringProtocol) throws(TokenLineFault) {
        let parts = line.split(separator: ":", omittingEmptySubsequences: false).map(\.trimmed)
        switch parts.count {
        case 1: try self.init(name: nil, token: parts[0])
        case 2: try self.init(name: parts[0], token: parts[1])
        case 4: try self.init(name: parts[0], role: parts[1], expires: parts[2], digest: parts[3])
        default: throw .notAToken
        }
    }

    private init(name: String?, token: String) throws(TokenLineFault) {
        let count = token.utf8.count
        guard count >= Self.minimumCharacters, token.utf8.allSatisfy(Self.isTokenCharacter), name != "" else {
            throw .notAToken
        }
        let bits = count * (token.utf8.allSatisfy { Hexadecimal.value(of: $0) != nil } ? 4 : 6)
        self.init(
            name: name, role: .exporter, expires: nil, digest: AccessToken.digest(of: token),
            form: .plain(isWeak: bits < 128))
    }

    private init(name: String, role: String, expires: String, digest: String) throws(TokenLineFault) {
        guard TokenName.isValid(name) else { throw .name }
        guard let role = Role(rawValue: role) else { throw .role }
        let isEndless = expires.isEmpty || expires == Self.never
        guard isEndless || Self.isDay(expires) else { throw .expiry }
        let digits = digest.utf8.compactMap(Hexadecimal.value)
        guard digest.utf8.count == 64, digits.count == 64 else { throw .digest }
        let bytes = stride(from: 0, to: 64, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
        self.init(name: name, role: role, expires: isEndless ? nil : expires, digest: bytes, form: .digest)
    }

    /// As it stands in the file; a line of version 1 is never written.
    var line: String {
        "\(name ?? ""):\(role.rawValue):\(expires ?? Self.never):\(Hexadecimal.text(digest))"
    }

    private static func isDay(_ text: String) -> Bool {
        text.utf8.count == 10 && Timestamp("\(text)T00:00:00Z")?.dateText == text
    }

    /// RFC 6750 §2.1 (`b64token`).
    private static func isTokenCharacter(_ byte: UInt8) -> Bool {
        switch Unicode.Scalar(byte) {
        case "a"..."z", "A"..."Z", "0"..."9", "-", ".", "_", "~", "+", "/", "=": true
        default: false
        }
    }
}
