/// How a file of lines that were not taken says why; such a file can be corrected and imported.
enum RejectedLine {
    /// The last column, or member, of a file of rejected lines; an import passes it over.
    static let member = "rejected_because"
    /// The member that holds what is no JSON.
    static let text = "rejected_text"
    /// The same of a vCard.
    static let property = "X-REJECTED-BECAUSE"
}
