import ArgumentParser
import Domain
import FoundationEssentials
import Journal
import Panes
import Transfer
import Wire
import Wording
import Workspace

struct QueueCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "queue", abstract: "Look at the edits that the API does not have yet, and decide on them.",
        subcommands: [List.self, Show.self, Retry.self, Resolve.self, Discard.self, Confirm.self, Adopt.self],
        defaultSubcommand: List.self)
}

extension QueueCommand {
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "Print unfinished edits (the default).",
            discussion: """
                The state is one of: waiting (goes when the API can be reached), sending (a program is sending it), \
                unknown (it may have reached the API, and goes again under the same key until that is known), rejected \
                (by the API), conflict (somebody else changed the same), held (an earlier edit, damage to the journal or \
                another API stands before it).
                """)

        @Flag(help: "Print a JSON array of {seq, op, kind, customer_id, state, attempts, reason, group}.")
        var json = false

        @OptionGroup(title: "Connection") var options: GlobalOptions

        func run() async throws {
            try await options.connected { context in
                await context.removeErased()
                try context.reportJournal()
                let (queue, surroundings) = (context.queue, context.workspace.surroundings)
                if let other = context.workspace.otherSender { StandardError.say(other.message) }
                if json {
                    let edits = queue.entries.map {
                        QueuedEditJSON($0, in: queue, surroundings, reason: context.reason(for: $0))
                    }
                    try StandardOutput().writeJSON(lines: edits.map(JSONText.line))
                } else if queue.isEmpty {
                    StandardError.say(
                        queue.hasHeld
                            ? "The queue could not be read. Edits may be lost: look at what was kept of them."
                            : queue.hasSynced ? "The queue is empty: the API has everything." : "The queue is empty.")
                } else {
                    try context.write(queue)
                }
            }
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "Print one edit, field by field.")

        @OptionGroup var number: EditNumber

        @OptionGroup(title: "Connection") var options: GlobalOptions

        func run() async throws {
            try await options.connected { context in
                await context.removeErased()
                let queue = context.queue
                let edit = try queue.edit(number.sequence)
                let name = context.name(of: edit.customer, in: queue)
                try StandardOutput().writeLines(
                    EditText.lines(
                        edit, in: queue, context.workspace.surroundings, in: context.zone, name: name,
                        reason: context.reason(for: edit)))
            }
        }
    }

    struct Retry: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "retry", abstract: "Send an edit again that was refused, or one that waits, now.",
            discussion:
                "A conflict needs a choice for each field: see customers queue resolve, or open the interface and press Q."
        )

        @OptionGroup var number: EditNumber

        @OptionGroup(title: "Connection") var options: GlobalOptions

        func run() async throws {
            try await options.connectedForWriting { context in try await context.retry(number.sequence) }
        }
    }

    struct Discard: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "discard", abstract: "Throw an edit away that has not left this machine.",
            discussion: "With a creation goes everything else that is queued for that customer.")

        @OptionGroup var number: EditNumber

        @OptionGroup(title: "Connection") var options: GlobalOptions

        func run() async throws {
            try await options.connected(forWriting: true) { context in
                let queue = context.queue
                let edit = try queue.edit(number.sequence)
                let name = context.name(of: edit.customer, in: queue)
                try context.decide(.cancel(number.sequence, .discard))
                StandardError.say("Discarded: \(EditText.summary(edit, in: context.zone, name: name))")
            }
        }
    }

    struct Confirm: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "confirm", abstract: "Let the edits go on that are held because the journal was damaged.",
            discussion: "Look at them first: what was on a damaged line is not among them.")

        @OptionGroup(title: "Connection") var options: GlobalOptions

        func run() async throws {
            try await options.connected(forWriting: true) { context in
                do throws(JournalAppendFailure) {
                    try context.workspace.journal.confirm()
                } catch {
                    throw CommandFailure(error)
                }
                StandardError.say("Nothing is held any more. To send it now, run: customers sync")
            }
        }
    }
}

extension CommandContext {
    /// Writes a row for each edit.
    func write(_ queue: EditQueue) throws(CommandFailure) {
        let output = StandardOutput()
        try output.writeLines(
            EditText.table(
                of: queue, workspace.surroundings, isTerminal: output.isTerminal, in: zone,
                name: { name(of: $0.customer, in: queue) }, reason: reason))
    }
}

/// Which edit a command is about.
struct EditNumber: ParsableArguments {
    @Argument(help: ArgumentHelp("The edit's number, as queue prints it.", valueName: "seq"))
    var sequence: Int64
}
