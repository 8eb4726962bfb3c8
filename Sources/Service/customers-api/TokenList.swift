import Crypto
import CustomerAPI
import Domain
import Foundation

/// The bearer tokens (RFC 6750) that open the API, as digests.
struct TokenList: Sendable {
    private let entries: [Entry]

    fileprivate struct Entry {
        let name: String?
        let digest: SHA256Digest
    }

    /// Reads a file of mode 0600 with one `TOKEN` or `NAME:TOKEN` on each line.
    init(path: String) throws(StartFailure) {
        let text = try Self.contents(of: path)
        var entries: [Entry] = []
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let line = line.trimmingCharacters(in: .whitespaces)
            guard !line.isEmpty, !line.hasPrefix("#") else { continue }
            guard let entry = Entry(line: line) else {
                throw StartFailure(
                    .configuration,
                    """
                    line \(index + 1) of the token file \(path) is not a token: a token has \(Entry.minimumCharacters) or \
                    more of the characters A-Z a-z 0-9 - . _ ~ + / =, after a name and a colon if you like.
                    """)
            }
            entries.append(entry)
        }
        guard !entries.isEmpty else {
            throw StartFailure(
                .configuration,
                "the token file \(path) holds no token: write one on a line, for instance with openssl rand -hex 32.")
        }
        self.entries = entries
    }

    private static func contents(of path: String) throws(StartFailure) -> String {
        let data: Data
        let permissions: Int
        do {
            data = try Data(contentsOf: URL(filePath: path))
            let attributes = try FileManager.default.attributesOfItem(atPath: path)
            permissions = (attributes[.posixPermissions] as? NSNumber)?.intValue ?? 0
        } catch {
            throw StartFailure(reading: path, as: "the token file", error)
        }
        guard permissions & 0o077 == 0 else {
            throw StartFailure(
                .configuration, "the token file \(path) is open to other users of this machine: chmod 600 \(path)")
        }
        guard let text = String(validating: data, as: UTF8.self) else {
            throw StartFailure(.configuration, "the token file \(path) is not text in UTF-8.")
        }
        return text
    }

    /// Who the `Authorization` field says is calling.
    ///
    /// Each token is compared, whole digests at a time, so that the time taken tells nothing about any of them.
    func caller(authorization: String?) -> RequestContext.Caller {
        guard let authorization else {
            return .unauthenticated(reason: "Send a token: Authorization: Bearer <token>.")
        }
        let halves = authorization.split(separator: " ", maxSplits: 1)
        guard halves.count == 2, halves[0].lowercased() == "bearer" else {
            return .unauthenticated(reason: "Authorization must be: Bearer <token>.")
        }
        let digest = SHA256.hash(data: Data(halves[1].trimmingCharacters(in: .whitespaces).utf8))
        var match: Entry?
        for entry in entries where entry.digest == digest { match = entry }
        guard let match else { return .unauthenticated(reason: "The token is not one that this server knows.") }
        // A token of version 1 says nothing about a role: it may do all that there was to do then.
        return .principal(Principal(name: match.name, role: .exporter))
    }
}

extension TokenList.Entry {
    static let minimumCharacters = 16

    /// `nil` when the line is not a token.
    init?(line: String) {
        let halves = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let token = halves[halves.count - 1].trimmingCharacters(in: .whitespaces)
        let name = halves.count == 2 ? halves[0].trimmingCharacters(in: .whitespaces) : nil
        guard token.utf8.count >= Self.minimumCharacters, token.utf8.allSatisfy(Self.isTokenCharacter), name != ""
        else { return nil }
        self.name = name
        digest = SHA256.hash(data: Data(token.utf8))
    }

    /// RFC 6750 §2.1 (`b64token`).
    private static func isTokenCharacter(_ byte: UInt8) -> Bool {
        switch Unicode.Scalar(byte) {
        case "a"..."z", "A"..."Z", "0"..."9", "-", ".", "_", "~", "+", "/", "=": true
        default: false
        }
    }
}
