/// Where the audit log is written.
///
/// One kind of record and one way to write it (``AuditRecord/appendMembers(to:)``), whatever takes the lines.
package protocol AuditTrail: Sendable {
    /// Why nothing can be recorded just now; `nil` when it can.
    ///
    /// Asked before a request is carried out: nothing is read or changed that could not be recorded.
    var fault: AuditFailure? { get }

    /// Writes lines, all of them or none, and returns when they are written: the answer leaves after that.
    func append(_ records: [AuditRecord]) async throws(AuditFailure)
}

/// Why nothing could be recorded.
package struct AuditFailure: Error, Hashable, Sendable {
    /// For the operator's log.
    package let detail: String

    package init(detail: String) {
        self.detail = detail
    }
}
