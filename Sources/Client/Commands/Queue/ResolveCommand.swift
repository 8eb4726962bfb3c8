import APIClient
import ArgumentParser
import Domain
import Journal
import Sync
import Wire
import Wording
import Workspace

extension QueueCommand {
    struct Resolve: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "resolve", abstract: "Decide on an edit that is in conflict or was refused, and send it.",
            discussion: """
                --mine takes your value in each field that both sides changed, --theirs the server's; --set gives a field \
                another one, and needs neither where it covers them all. Of a refused edit --set corrects what was refused, \
                --theirs throws it away. What others did to other fields stays in any case. Look first: customers queue show.
                """)

        @OptionGroup var number: EditNumber

        @Flag(help: "Take your side.")
        var mine = false

        @Flag(help: "Take the server's side.")
        var theirs = false

        @Option(
            help: ArgumentHelp(
                "Give this field this value; nothing behind the equals sign for none.", valueName: "field=value"),
            transform: Self.setting)
        var set: [FieldSetting] = []

        @OptionGroup(title: "Connection") var options: GlobalOptions

        /// A field with the text that it is to have, valid.
        struct FieldSetting: Hashable, Sendable {
            let field: CustomerField
            let value: String?
        }

        private static func setting(_ text: String) throws -> FieldSetting {
            let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 2, let field = CustomerField(rawValue: parts[0].trimmed.lowercased()) else {
                let all = CustomerField.allCases.map(\.rawValue).joined(separator: ", ")
                throw ValidationError("--set takes FIELD=VALUE, not \"\(text)\"; the fields are \(all).")
            }
            do throws(FieldViolation) {
                return FieldSetting(field: field, value: try field.validated(field.unwrapped(parts[1])))
            } catch {
                throw ValidationError("\(error.field) \(error.message).")
            }
        }

        func validate() throws {
            if mine, theirs { throw ValidationError("Use either --mine or --theirs, not both.") }
            if !mine, !theirs, set.isEmpty { throw ValidationError("Add --mine, --theirs or --set FIELD=VALUE.") }
        }

        private var decision: ConflictDecision {
            let values = Dictionary(set.map { ($0.field, $0.value) }) { _, last in last }
            return ConflictDecision(side: mine ? .mine : theirs ? .theirs : nil, values: values)
        }

        func run() async throws {
            try await options.connectedForWriting { context in
                try await context.resolve(number.sequence, decision)
            }
        }
    }
}

extension CommandContext {
    /// Decides on an edit and sends it, or what is left of it.
    func resolve(_ sequence: JournalRecord.Sequence, _ decision: ConflictDecision) async throws {
        let queue = queue
        let edit = try queue.edit(sequence)
        let mine = queue.shown(edit.customer, on: workspace.kept(edit.customer)?.customer)
        let name = name(of: edit.customer, in: queue)
        let (state, trashed) = try await currentState(of: edit)
        switch try decision.action(on: edit.change, in: state, mine: mine, trashed: trashed) {
        case .discard:
            try decide(.cancel(sequence, .discard))
            StandardError.say("Discarded: \(EditText.summary(edit, in: zone, name: name))")
        case .discardAll:
            // The last first: each was built on those before it.
            for entry in queue.entries(for: edit.customer).filter(\.isUnsent).reversed() {
                try decide(.cancel(entry.sequence, .discard))
            }
            StandardError.say("Discarded: \(EditText.summary(edit, in: zone, name: name))")
        case .goOn(let change):
            try decide(.resolve(sequence, Entry.Form(op: .random(), change: change)))
            try await sendDecided(edit, as: sequence)
        case .recreate(let new):
            let entry = Entry(.create(new), of: .random(), op: .random())
            let creation = try decide(.recreate(edit.customer, entry)).first
            StandardError.say("\(new.details.name) is to be created again as \(entry.customer.text).")
            try await sendDecided(edit, as: creation ?? sequence)
        case .restore(let change):
            let entry = Entry(change, of: edit.customer, op: .random())
            let restoration = try decide(.restore(entry, editsUnder: .random())).first
            try await sendDecided(edit, as: sequence, behind: restoration)
        }
    }

    /// What stands against an edit now: who was deleted may have been restored since, or lie in the trash.
    private func currentState(of edit: PendingEdit) async throws -> (PendingEdit.State, trashed: Customer?) {
        guard edit.state == .conflict(.deleted) else { return (edit.state, nil) }
        do throws(APIFailure) {
            if let restored = try await living(.id(edit.customer)) { return (.conflict(.changed(restored)), nil) }
        } catch {
            return (edit.state, nil)
        }
        return (edit.state, try? await trashed(.id(edit.customer))?.customer)
    }

    /// Sends an edit that was decided on, and says what became of it.
    ///
    /// - Parameters:
    ///   - sequence: the entry that carries it, or that it has become one with.
    ///   - restoration: the entry that brings its customer back first.
    private func sendDecided(
        _ edit: PendingEdit, as sequence: JournalRecord.Sequence, behind restoration: JournalRecord.Sequence? = nil
    ) async throws {
        await workspace.synchronizer.retryNow()
        let results = await workspace.synchronizer.waitForResults(
            of: [restoration, sequence].compactMap(\.self), until: .now + Self.writeDeadline)
        if let restoration { try Self.checkRestored(results[restoration]) }
        guard case .pending(let status)? = results[sequence] else {
            return try report(results[sequence] ?? .forgotten, of: edit)
        }
        StandardError.say("Decided.")
        let (reason, isHeld) = obstacle(of: sequence, status)
        Self.reportQueued(reason, isHeld: isHeld)
    }

    /// Says why somebody was not restored: the edit waits behind that.
    private static func checkRestored(_ result: EditResult?) throws(CommandFailure) {
        switch result {
        case .refused(let problem, let entry):
            throw CommandFailure(
                .badData,
                "The customer was not restored: \(problem.detail) Your edit waits for a decision on that; see: "
                    + "customers queue show \(entry)")
        case .conflict(_, let entry):
            throw CommandFailure(
                .tryLater,
                "The customer was not restored. Your edit waits for a decision on that; see: customers queue show \(entry)"
            )
        case .synced, .takenBack, .superseded, .pending, .forgotten, nil: break
        }
    }
}
