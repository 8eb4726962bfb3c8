import CustomerAPI

/// The claims of a token that the gateway has verified. It writes each as a text, an array as `[a b]`.
struct GatewayClaims: TokenClaims {
    let texts: [String: String]

    func text(_ name: String) -> String? { texts[name] }

    func list(_ name: String) -> [String]? {
        guard var text = texts[name]?[...] else { return nil }
        if text.hasPrefix("["), text.hasSuffix("]") { text = text.dropFirst().dropLast() }
        return text.split { $0 == " " || $0 == "," }.map(String.init)
    }

    func isTrue(_ name: String) -> Bool { texts[name] == "true" }
}
