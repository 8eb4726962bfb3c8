import Domain

/// The customer whose details are shown.
struct DetailPane: Hashable, Sendable {
    let id: CustomerID
    /// What `copy` takes.
    var fact = CustomerFact.name
    var freshness: Freshness = .local
    /// The first line that is seen where there is not room for all.
    var top = 0
    /// Whether each field says who set it, and when.
    var showsBlame = false
    /// Who may be the same.
    var likeness = DetailLikeness.unasked

    enum Freshness: Hashable, Sendable {
        /// As it was when it came with the list.
        case local
        case asking
        case newest(at: Timestamp)
        case failed(String)
    }
}
