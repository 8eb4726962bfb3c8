import APIClient
import ArgumentParser
import Domain
import Journal
import Sync
import Wire
import Wording
import Workspace

extension BulkCommand {
    struct Undo: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "undo", abstract: "Take back what changed several customers last, in one step.",
            discussion: """
                What has not left is taken out of the queue, and what the API has is edited back; deleted customers are \
                restored, or where the API keeps no trash created again under new ids. Whom somebody else has changed \
                since is named, and makes the exit status 65. Only the last step is taken back: a later edit has to be \
                taken back first, with u in the interface.
                """)

        @Flag(help: "Do not ask. Needed when standard input is not a terminal.")
        var yes = false

        @OptionGroup(title: "Connection") var options: GlobalOptions

        func run() async throws {
            try Dialogue.requireSomebody(unless: yes, "Nothing was taken back")
            let (summary, report) = try await options.connected(forWriting: true) { context in
                let step = try Self.lastStep(context.queue)
                let summary = Phrases.summary(of: step.group, step.count)
                if !yes,
                    try !Dialogue(undone: "Nothing was taken back").confirms("Take back \(summary)?", standard: false)
                {
                    throw CommandFailure(.declined, "Nothing was taken back.")
                }
                return (summary, try await context.takeBack(step))
            }
            if report.refusedCount > 0 {
                try report.write(asJSON: false)
            } else {
                try StandardOutput(isSaved: true).writeLines("Taken back: \(summary).\n")
            }
            try report.reportRest()
        }

        private static func lastStep(_ queue: EditQueue) throws(CommandFailure) -> GroupStep {
            guard queue.forgottenSteps.isEmpty else {
                throw CommandFailure(
                    .notFound,
                    "The last edit is too long ago to be taken back. To go on with what was before, press u in: customers"
                )
            }
            guard case .group(let step)? = queue.nextUndo else {
                throw CommandFailure(
                    .notFound,
                    "The last step did not change several customers. To take it back, press u in: customers")
            }
            guard step.count > 0 else {
                throw CommandFailure(.tryLater, "All of it is on its way; run this again once the API has answered.")
            }
            return step
        }
    }
}

extension CommandContext {
    /// - Returns: what became of what had to be changed back; what had not left is only taken out of the queue.
    func takeBack(_ step: GroupStep) async throws -> BulkReport {
        let restores = (try? await api.health())?.has(.trash) == true
        let entries = queue.compensations(
            for: step.group.id, registered: { workspace.kept($0)?.customer.registrationDate }, restores: restores,
            anew: { .random() }, key: { .random() })
        if !restores, entries.contains(where: { $0.form.change.kind == .create }) {
            StandardError.say(
                "The API keeps no trash, or does not answer: who was deleted is created again under a new id.")
        }
        let counter = EditGroup(name: "Undo of \(step.group.name)")
        do throws(JournalAppendFailure) {
            try workspace.journal.append(.takeBack(step.group.id, with: counter, entries))
        } catch {
            throw CommandFailure(error)
        }
        let back = queue.entries(of: counter.id)
        let outcomes = try await outcomes(of: back.map(\.sequence))
        // By now the API has told of those whom nobody has read here.
        let queue = queue
        return BulkReport(
            zip(back, outcomes).map { entry, outcome in
                let name = name(of: entry.customer, in: queue) ?? ""
                return BulkReport.Row(id: entry.customer, name: name, outcome: outcome)
            })
    }
}
