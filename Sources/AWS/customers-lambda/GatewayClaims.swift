import CustomerAPI

/// The claims of a token that the gateway has verified. It writes each as a text, and an array as `[a b]`, which does not tell
/// `["a","b"]` from `["a b"]`.
struct GatewayClaims: TokenClaims {
    let texts: [String: String]

    /// Arrays whose elements have no blank: scopes (RFC 6749 §3.3), and groups of Cognito, whose names take none; and that of
    /// audiences, which the gateway itself has compared.
    private static let withoutBlanks: Set<String> = ["aud", "cognito:groups", "scope", "scp"]

    func text(_ name: String) -> String? { texts[name] }

    /// Of an array that may be read in two ways, nothing: a group `desk admin` makes nobody an admin.
    func elements(of name: String) -> [String] {
        guard let text = texts[name] else { return [] }
        guard text.hasPrefix("["), text.hasSuffix("]") else { return [text] }
        let words = text.dropFirst().dropLast().split(separator: " ").map(String.init)
        return words.count == 1 || Self.withoutBlanks.contains(name) ? words : []
    }

    func has(_ name: String) -> Bool { texts[name] != nil }

    func isTrue(_ name: String) -> Bool { texts[name] == "true" }
}
