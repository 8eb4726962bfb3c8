import CustomerAPI
import FoundationEssentials
import Synchronization
import TestSupport

/// An audit log in memory, with a disk that can be full.
final class AuditLines: AuditTrail {
    private let lines = Mutex<[[UInt8]]>([])
    private let state = Mutex<(fault: AuditFailure?, isFull: Bool)>((nil, false))

    /// What a log says that knows it cannot be written.
    var fault: AuditFailure? { state.withLock(\.fault) }

    func breakDown() {
        state.withLock { $0.fault = AuditFailure(detail: "no space left") }
    }

    /// What it finds out with the next line only.
    func fillDisk() {
        state.withLock { $0.isFull = true }
    }

    func append(_ records: [AuditRecord]) async throws(AuditFailure) {
        if fault != nil || state.withLock(\.isFull) { throw AuditFailure(detail: "no space left") }
        for record in records {
            var line = [UInt8(ascii: "{")]
            record.appendMembers(to: &line)
            lines.withLock { $0.append(line + [UInt8(ascii: "}")]) }
        }
    }

    var texts: [String] { lines.withLock { $0 }.map { String(decoding: $0, as: UTF8.self) } }

    /// As JSON reads them.
    var all: [[String: AnyJSON]] {
        get throws {
            try texts.map { try JSONDecoder().decode([String: AnyJSON].self, from: Data($0.utf8)) }
        }
    }
}
