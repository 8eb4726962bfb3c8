import CustomerAPI
import Domain

/// Who may call with which token: what a line of the token file says.
struct TokenEntry: Hashable, Sendable {
    /// `nil` for a line of version 1 without one.
    let name: String?
    let role: Role
    /// From this day on (UTC) the token is refused, as `2027-01-31`; `nil` for never.
    let expires: String?
    /// The token's SHA-256.
    let digest: [UInt8]
    let form: Form

    /// How the file keeps the token.
    enum Form: Hashable {
        case digest
        /// As it is: a line of version 1.
        ///
        /// - Parameter isWeak: whether it is shorter than 128 bits can be.
        case plain(isWeak: Bool)
    }

    var isOriginal: Bool { form != .digest }

    /// - Parameter day: as `2027-01-31`.
    func isExpired(on day: String) -> Bool {
        expires.map { $0 <= day } ?? false
    }

    var principal: Principal { Principal(name: name, role: role) }
}

/// What is wrong with a line, without a word of what it says: it may hold a token.
enum TokenLineFault: Error, Hashable {
    case notAToken
    case name
    case role
    case expiry
    case digest

    /// Goes on after `line 3 of the token file tokens`.
    var words: String {
        switch self {
        case .notAToken:
            """
            is not a token: it is NAME:ROLE:EXPIRES:SHA256, which customers-api token add writes, or one of version 1, which \
            has \(TokenEntry.minimumCharacters) or more of the characters A-Z a-z 0-9 - . _ ~ + / =, after a name and a \
            colon if you like.
            """
        case .name: "has a wrong name: \(TokenName.rule)"
        case .role: "names no role: it is one of \(Role.list)."
        case .expiry: "has no date: it is such as 2027-01-31, or never."
        case .digest: "has no SHA-256: it is 64 hexadecimal digits, which customers-api token add writes."
        }
    }
}

/// What callers may be called from now on.
enum TokenName {
    static let maximumCharacters = 100
    static let rule =
        "it has 1 to 100 characters, of which none is a colon or cannot be seen, and does not begin with #."

    static func isValid(_ name: String) -> Bool {
        (1...maximumCharacters).contains(name.unicodeScalars.count) && name == name.trimmed && !name.hasPrefix("#")
            && name.unicodeScalars.allSatisfy { $0 != ":" && !$0.isControl && !$0.isBidiControl && !$0.isInvisible }
    }
}

extension Role {
    /// `reader, agent, exporter, admin`
    static var list: String { allCases.map(\.rawValue).joined(separator: ", ") }
}
