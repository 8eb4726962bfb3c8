/// Something that the API of a later version of the contract can do and an earlier one cannot; the raw value stands in
/// `GET /api/health`.
package enum Capability: String, CaseIterable, Encodable, Sendable {
    /// `GET /api/whoami` tells who one is and what one may do.
    case whoAmI = "whoami"
    /// `GET /api/changes?cursor=latest` begins at now.
    case changesFromNow = "changes-latest"
    /// What a caller may do depends on its role; who may not do something gets 403 `forbidden`.
    case roles
    /// `POST /api/audit` takes reports of what the server could not see, for its audit log.
    case audit
    /// Customers have a `company`.
    case company
    /// Customers have `tags`.
    case tags
    /// Who has a `phone` needs no `email`.
    case optionalEmail = "optional-email"
    /// `GET /api/similar` finds customers with words like those that find nobody.
    case similar
    /// `GET /api/changes?cursor=…&wait=25` is answered when something changes.
    case longPoll = "long-poll"
    /// `search` takes filters: fields, dates, what is ruled out, alternatives.
    case filters
    /// `sort` takes the last change and the registration, both ways.
    case orders
    /// Customers have a timeline, notes, and the record as it was.
    case timeline
    /// Who is deleted can be restored for a while.
    case trash
    /// Who may be the same person can be asked for.
    case duplicates
    /// Customers can be erased, and who was is named for good.
    case erasures
    /// Plain words in `search` look into addresses, too, and digits beside words into numbers.
    case addressSearch = "address-search"
}
