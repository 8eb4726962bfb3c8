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
                created again under new ids. Only the last step is taken back: a later edit has to be taken back first, \
                with u in the interface.
                """)

        @Flag(help: "Do not ask. Needed when standard input is not a terminal.")
        var yes = false

        @OptionGroup(title: "Connection") var options: GlobalOptions

        func run() async throws {
            try Dialogue.requireSomebody(unless: yes, "Nothing was taken back")
            let text = try await options.connected(forWriting: true) { context in
                let step = try Self.lastStep(context.queue)
                let summary = Phrases.summary(of: step.group, step.count)
                if !yes,
                    try !Dialogue(undone: "Nothing was taken back").confirms("Take back \(summary)?", standard: false)
                {
                    throw CommandFailure(.declined, "Nothing was taken back.")
                }
                return try await context.takeBack(step, summary)
            }
            try StandardOutput(isSaved: true).writeLines(text + "\n")
        }

        private static func lastStep(_ queue: EditQueue) throws(CommandFailure) -> GroupStep {
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
    /// - Returns: what was taken back, for people.
    func takeBack(_ step: GroupStep, _ summary: String) async throws -> String {
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
        let numbers = queue.entries(of: counter.id).map(\.sequence)
        let outcomes = try await workspace.synchronising { await results(of: numbers) }
        let rest = numbers.count { if case .pending? = outcomes[$0] { true } else { false } }
        if rest > 0 { StandardError.say("\(Phrases.count(rest, "edit")) of it wait to be sent.") }
        return "Taken back: \(summary)."
    }
}
