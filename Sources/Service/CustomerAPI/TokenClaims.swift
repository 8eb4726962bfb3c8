/// The claims of a token, however they came.
package protocol TokenClaims {
    /// `nil` when there is none, or it is not a text.
    func text(_ name: String) -> String?
    /// The elements of an array of texts. A text is one element, whatever stands in it: only a scope is a list of words
    /// (RFC 8693 §4.2); audiences (RFC 7519 §4.1.3), roles and groups (RFC 9068 §2.2.3.1) are not. Nothing for anything else.
    func elements(of name: String) -> [String]
    /// Whether there is one, of whatever kind.
    func has(_ name: String) -> Bool
    func isTrue(_ name: String) -> Bool
}

extension TokenClaims {
    /// What a token allows: `scope` by the standards, `scp` as Microsoft's text and Okta's array have it. No scope has a blank
    /// (RFC 6749 §3.3).
    var scopes: Set<String> {
        let texts = elements(of: "scope") + elements(of: "scp")
        return Set(texts.flatMap { $0.split(separator: " ").map(String.init) })
    }
}
