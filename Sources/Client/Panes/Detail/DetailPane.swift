import Domain

/// The customer whose details are shown.
struct DetailPane: Hashable, Sendable {
    let id: CustomerID
    /// The field that `copy` takes.
    var field: CustomerField = .name
    var freshness: Freshness = .local
    /// The first line that is seen where there is not room for all.
    var top = 0

    enum Freshness: Hashable, Sendable {
        /// As it was when it came with the list.
        case local
        case asking
        case newest(at: Timestamp)
        case failed(String)
    }
}
