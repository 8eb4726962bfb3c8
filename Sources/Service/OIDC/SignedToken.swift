import CustomerAPI
import JSON

/// A token as it came: a signed JWT in its compact form (RFC 7519, RFC 7515 §7.1), of which nothing is believed yet.
struct SignedToken {
    let algorithm: SigningAlgorithm
    /// Of the key; `nil` when the token names none.
    let keyID: String?
    let claims: JSONClaims
    /// What the signature is of.
    let signed: [UInt8]
    let signature: [UInt8]

    /// Longer ones do not fit into a request's head beside the rest.
    private static let maximumBytes = 16 * 1024
    /// `at+jwt` (RFC 9068 §2.1) or the older `JWT`; what is made for something else says so.
    private static let types: Set<String> = ["jwt", "at+jwt", "application/at+jwt", "application/jwt"]

    /// Whether a text looks like one, and not like a token of the token file.
    static func isLikely(_ text: String) -> Bool {
        text.utf8.count { $0 == UInt8(ascii: ".") } == 2
    }

    /// `nil` for anything else, for an algorithm that is not taken, for a name that stands twice, and for one with conditions
    /// that are not known here (`crit`).
    init?(_ text: String) {
        guard text.utf8.count <= Self.maximumBytes else { return nil }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3, let header = Self.object(parts[0]), let claims = Self.object(parts[1]),
            let signature = Base64URL.decoded(parts[2]),
            let algorithm = header["alg"]?.text.flatMap(SigningAlgorithm.init), header["crit"] == nil,
            header["kid"].map({ $0.text != nil }) ?? true,
            header["typ"].map({ Self.types.contains($0.text?.lowercased() ?? "") }) ?? true
        else { return nil }
        self.algorithm = algorithm
        keyID = header["kid"]?.text
        self.claims = JSONClaims(object: claims)
        signed = Array((parts[0] + "." + parts[1]).utf8)
        self.signature = signature
    }

    private static func object(_ part: String) -> JSONValue? {
        guard let bytes = Base64URL.decoded(part), let value = JSONValue(parsing: bytes, maximumDepth: 16),
            let members = value.members, Set(members.map(\.name)).count == members.count
        else { return nil }
        return value
    }
}

/// Claims as they stand in a token.
struct JSONClaims: TokenClaims {
    let object: JSONValue

    func text(_ name: String) -> String? { object[name]?.text }

    func elements(of name: String) -> [String] {
        guard let value = object[name] else { return [] }
        if let text = value.text { return [text] }
        let elements = value.array ?? []
        let texts = elements.compactMap(\.text)
        return texts.count == elements.count ? texts : []
    }

    func isTrue(_ name: String) -> Bool { object[name] == .bool(true) }

    func has(_ name: String) -> Bool { object[name] != nil }

    /// A moment in seconds since 1970 (RFC 7519 §2, NumericDate).
    func seconds(_ name: String) -> Double? { object[name]?.number.flatMap { $0.isFinite ? $0 : nil } }
}
