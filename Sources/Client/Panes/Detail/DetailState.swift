import Domain

/// The customer whose details are shown.
struct DetailState: Hashable, Sendable {
    let id: CustomerID
    /// The field that `copy` takes.
    var field: CustomerField = .name
    var freshness: Freshness = .local

    enum Freshness: Hashable, Sendable {
        /// As it was when it came with the list.
        case local
        case asking
        case newest
        case failed(String)
    }
}
