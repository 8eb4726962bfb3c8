import Domain

/// The customer whose details are shown.
struct DetailPane: Hashable, Sendable {
    let id: CustomerID
    /// What `copy` takes.
    var fact = CustomerFact.name
    var freshness: Freshness = .local
    /// How many lines of the screen stand above it, so that it stays where it is when lines come and go; less than none once
    /// one has read on behind it.
    var above = 0
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
