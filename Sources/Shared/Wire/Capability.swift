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
}
