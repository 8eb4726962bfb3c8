import Domain

/// A search as it is typed, with what it has found so far.
struct SearchPane: Sendable {
    var editor = LineEditor()
    /// What is found; a new term begins at its first hit.
    var listing = Listing(order: .name)
    /// What the server has named for the term as it stands; rows found here alone go once it has named all.
    var confirmed: Set<CustomerID> = []
    /// The last of those that were read from this machine.
    var lastRecalled: CustomerID?
    /// How many are found on this machine, when they were counted.
    var total: Int?
    /// Whether all rows are asked for again, page by page, and not only those of the first page.
    var isRenewed = false
    /// When the server was heard on the term as it stands.
    var askedAt: Timestamp?
    /// Whether the server was asked, or will be, about the term as it stands.
    var isAsking = false

    /// Shorter terms are looked for only among the customers that are here.
    static let minimumCharactersForServer = 2

    /// The details from which the search was opened: ending it at once leads back to them.
    var over: DetailPane?

    var term: SearchTerm? { SearchTerm(editor.text) }

    var asksServer: Bool {
        term != nil && editor.text.trimmed.unicodeScalars.count >= Self.minimumCharactersForServer
            && editor.text.unicodeScalars.count <= SearchTerm.maximumCharacters
    }
}
