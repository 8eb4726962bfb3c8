import ArgumentParser
import Domain
import Journal
import Panes
import Wording
import Workspace

extension QueueCommand {
    struct Adopt: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "adopt", abstract: "Have the edits that wait for another address sent to the profile's.",
            discussion: """
                Edits are sent only to the address that they were made for. When the API has got another one, this shows \
                what waits, from where and to where, asks, and moves it; the next sync sends it. Do so only where the same \
                customers are behind both: elsewhere the edits meet other people's records, or none.
                """)

        @Flag(help: "Do not ask. Needed when standard input is not a terminal.")
        var yes = false

        @OptionGroup(title: "Connection") var options: GlobalOptions

        func run() async throws {
            try Dialogue.requireSomebody(unless: yes, "Nothing was moved")
            try await options.connected(forWriting: true, makesJournal: false) { context in
                if case .inMemory = context.workspace.editStorage { try context.reportJournal() }
                let queue = context.queue
                guard case .foreign(let owner, let asked) = context.workspace.journal.status else {
                    return StandardError.say(context.workspace.journal.status.commandMessage ?? Self.nothing)
                }
                try context.write(queue)
                StandardError.say("From: \(owner)")
                StandardError.say("To:   \(asked)")
                if !yes {
                    let question = "Send \(Phrases.count(queue.count, "edit")) there instead?"
                    try Dialogue(undone: "Nothing was moved").requireAgreement(to: question)
                }
                try Self.move(from: owner, context)
                StandardError.say(
                    "\(Phrases.count(queue.count, "edit")) moved. To send what waits now, run: customers sync")
            }
        }

        private static let nothing = "Nothing waits for another address."

        /// Nobody sends meanwhile, least of all to the address that it is taken from.
        private static func move(from owner: String, _ context: CommandContext) throws(CommandFailure) {
            let journal = context.workspace.journal
            guard journal.trySenderLock() else {
                let sender = context.workspace.otherSender?.message ?? "Another program of yours is sending the queue."
                throw CommandFailure(.tryLater, "Nothing was moved. \(sender) End it, then try again.")
            }
            defer { journal.releaseSenderLock() }
            let isMoved: Bool
            do throws(JournalFailure) {
                isMoved = try journal.adopt(from: owner)
            } catch {
                throw CommandFailure(.inputOutput, "Nothing was moved. \(error.message)")
            }
            guard isMoved else {
                throw CommandFailure(
                    .tryLater, "Nothing was moved: another program was faster. Look at: customers queue")
            }
        }
    }
}
