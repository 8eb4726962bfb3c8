package import Domain
package import Wire

/// The newest entries of a customer's timeline as they were read last.
package struct KeptTimeline: Hashable, Sendable {
    package let customer: CustomerID
    package let page: TimelinePage
    /// The page's entity tag, by which the server says that there is nothing newer; `nil` where it is not known.
    package let tag: String?
    package let seenAt: Timestamp

    package init(of customer: CustomerID, _ page: TimelinePage, tag: String?, seenAt: Timestamp) {
        self.customer = customer
        self.page = page
        self.tag = tag
        self.seenAt = seenAt
    }

    /// Whether the customer is deleted: nothing is done with, or said of, who lies in the trash.
    var isOfTrash: Bool { page.entries.first?.kind == .deleted }

    /// As many first pages are kept at most; those seen longest ago go first.
    package static let maximumKept = 500
}
