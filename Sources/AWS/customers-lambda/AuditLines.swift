import CustomerAPI
import Domain
import StandardStreams

/// The audit log as lines of the function's own log, which CloudWatch keeps: what the self-hosted server writes into a file,
/// without numbers and hashes, for nobody writes there but the service itself.
struct AuditLines: AuditTrail {
    /// Takes lines with their ends; whether it took all of them.
    private let write: @Sendable ([UInt8]) -> Bool

    init(write: @escaping @Sendable ([UInt8]) -> Bool = { StandardStream.error.write(bytes: $0) }) {
        self.write = write
    }

    var fault: AuditFailure? { nil }

    /// `timestamp`, `level` and `message` are what Lambda's JSON log format wants of a line; `audit` finds them all.
    func append(_ records: [AuditRecord]) async throws(AuditFailure) {
        var lines: [UInt8] = []
        for record in records {
            lines += #"{"timestamp":""#.utf8
            lines += record.moment.text.utf8
            lines += #"","level":"INFO","message":"audit","#.utf8
            record.appendMembers(to: &lines)
            lines += "}\n".utf8
        }
        guard write(lines) else { throw AuditFailure(detail: "the function's log takes no lines") }
    }
}
