import Domain

/// An `Authorization` field (RFC 6750 §2.1).
enum BearerField: Hashable {
    case token(String)
    /// With what its sender has to know.
    case missing(reason: String)

    init(_ text: String?) {
        guard let text else {
            self = .missing(reason: "Send a token: Authorization: Bearer <token>.")
            return
        }
        let halves = text.split(separator: " ", maxSplits: 1)
        guard halves.count == 2, halves[0].lowercased() == "bearer" else {
            self = .missing(reason: "Authorization must be: Bearer <token>.")
            return
        }
        self = .token(halves[1].trimmed)
    }
}
