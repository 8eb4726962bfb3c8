import Domain
import Journal

/// What programs do about persons who were erased on request.
extension SimulatedWorld {
    /// The program asks who was erased, and removes what it keeps of them.
    func purge(_ process: ClientProcess) {
        let erased = server.erased
        guard let session = process.session, !process.isSuspended, !erased.isEmpty,
            plan.sabotage != .forgetsErasures
        else { return }
        let purge = try? session.journal.purge(erased)
        guard survives(process, session) else { return }
        guard let purge else { return note("\(process.name) cannot remove what it has of the erased") }
        for id in erased { process.screen.erase(id) }
        guard !purge.customers.isEmpty else { return }
        note("\(process.name) removes \(purge.customers.count) erased, and \(purge.droppedEdits) edits of theirs")
        process.machine.ledger.observe(session.journal.queue)
        wake(process)
        wakeSiblings(of: process)
    }

    /// In the end nothing of the erased is in any file, but that edits of theirs were dropped.
    func auditErasures() {
        for machine in machines {
            for id in server.erased.sorted() {
                for (path, line) in machine.disk.lines(with: #""id":"\#(id.text)"#)
                where !line.contains(#""base":{},"set":{}"#) {
                    find(.keptOfErased, "\(machine.name) \(path): \(line)")
                }
            }
            for entry in machine.ledger.entries.values where server.erased.contains(entry.customer) {
                guard case .note(let text) = entry.form.change else { continue }
                for (path, _) in machine.disk.lines(with: text.text) {
                    find(.keptOfErased, "\(machine.name) \(path): \(text)")
                }
            }
        }
    }
}
