import Domain
import HTTP
import HTTPTypes
import Journal
import Sync
import Wire

/// What must be true whenever a request leaves.
extension SimulatedWorld {
    /// - Parameter batch: `nil` for a probe.
    func auditDeparture(_ process: ClientProcess, _ session: ClientProcess.Session, _ batch: EditBatch?) {
        if process.quietUntil > now { find(.impatient, "\(process.name), \(process.quietUntil - now) too early") }
        let open = flights.filter(\.isOpen)
        let own = open.filter { $0.process == process.number }
        guard let batch else {
            if own.contains(where: { !$0.isWrite }) { find(.tooMany, "\(process.name) probes twice") }
            return
        }
        let writes = own.filter(\.isWrite)
        if writes.count >= SyncLimits().maximumParallel {
            find(.tooMany, "\(process.name) has \(writes.count) under way")
        }
        if writes.contains(where: { $0.batch?.customer == batch.customer }) {
            find(.twoOfOneCustomer, "\(process.name) \(batch.mark)")
        }
        let others = open.filter { flight in
            let other = processes[flight.process]
            return flight.isWrite && other !== process && other.machine === process.machine
        }
        if !others.isEmpty { find(.twoSenders, "\(process.name) beside \(processes[others[0].process].name)") }
        for sequence in batch.sending.covers where process.machine.ledger.mustWait(sequence, at: now) {
            find(.deletedEarly, "\(process.name) \(batch.mark)")
        }
        auditMark(process, batch)
        auditKey(process, batch)
    }

    /// Another request goes under the same key only when those before it had no effect and never will.
    private func auditKey(_ process: ClientProcess, _ batch: EditBatch) {
        let reused = flights.contains { flight in
            guard let other = flight.batch, other.sending.op == batch.sending.op, other.change != batch.change else {
                return false
            }
            let harmless = flight.answers.values.count { $0.status == .conflict }
            return harmless < flight.journey.arrivals.count && !flight.isRefusedForGood
        }
        if reused { find(.keyReused, "\(process.name) \(batch.mark)") }
    }

    /// What a power cut would leave says that the request may have left.
    private func auditMark(_ process: ClientProcess, _ batch: EditBatch) {
        let key = #""op":"\#(batch.sending.op.text)""#
        let isMarked =
            process.machine.disk.keeps(key + #","attempt":"#, in: Machine.journal)
            // As compaction leaves it.
            || process.machine.disk.keeps(key, in: Machine.journal) && batch.earlierAttempts > 0
        if !isMarked { find(.unmarked, "\(process.name) \(batch.mark)") }
    }
}
