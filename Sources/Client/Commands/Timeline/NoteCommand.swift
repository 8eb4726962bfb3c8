import APIClient
import ArgumentParser
import Domain
import Files
import Glibc
import Journal
import SystemPackage
import Transfer
import Wire
import Wording
import Workspace

struct NoteCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "note", abstract: "Write down what was said of or by a customer.",
        usage: """
            customers note <id|email> - < FILE
            customers note <id|email> <text> ...
            customers note --retract <seq> <id|email>
            """,
        discussion: """
            A note has up to 2,000 characters and may have line breaks. It stands in the customer's timeline (customers \
            history) and leaves the record as it is. With - it is read from standard input: use this for real people, for \
            everybody on a shared machine can read the arguments of a running command. While the API is away, it is queued. \
            Taking a note back removes its text for good; the entry stays.
            """)

    @Argument(
        help: ArgumentHelp("The customer's id or email.", valueName: "id|email"), transform: CustomerReference.argument)
    var customer: CustomerReference

    @Argument(help: "What to note; - to read it from standard input.")
    var text: [String] = []

    @Option(help: ArgumentHelp("Take back the note with this number, as history prints it.", valueName: "seq"))
    var retract: Int?

    @OptionGroup(title: "Connection") var options: GlobalOptions

    func validate() throws {
        guard let retract else {
            if text.isEmpty { throw ValidationError("Give the text, or - to read it from standard input.") }
            return
        }
        if !text.isEmpty { throw ValidationError("Use either --retract or a text, not both.") }
        if retract < 1 { throw ValidationError("--retract must be 1 or more, not \(retract).") }
    }

    func run() async throws {
        if let retract { return try await takeBack(retract) }
        let note = try note()
        try await options.connectedForWriting { context in
            try await context.require(.timeline)
            let found = try await context.find(customer)
            let base = found.customer
            let submission = try await context.submit(.note(note), of: base.id, base: base, within: found.writeDeadline)
            switch submission {
            case .done: StandardError.say("Noted.")
            case .queued(_, let reason, let isHeld): CommandContext.reportQueued(reason, isHeld: isHeld)
            }
        }
    }

    private func note() throws(CommandFailure) -> NoteText {
        let raw = text == ["-"] ? try standardInput() : text.joined(separator: " ")
        do throws(FieldViolation) {
            return try NoteText(raw)
        } catch {
            throw CommandFailure(.badData, "Nothing was noted: the text \(error.message).")
        }
    }

    /// Longer than any note with what is cut off its ends.
    private static let maximumBytes = 1 << 16

    private func standardInput() throws(CommandFailure) -> String {
        let bytes: [UInt8]
        do throws(Errno) {
            bytes = try Descriptor.read(STDIN_FILENO, limit: Self.maximumBytes + 1)
        } catch {
            throw CommandFailure(.inputOutput, "Nothing was noted: standard input cannot be read: \(error).")
        }
        guard bytes.count <= Self.maximumBytes else {
            throw CommandFailure(
                .badData,
                "Nothing was noted: the text must have \(Phrases.count(NoteText.maximumCharacters)) characters at most."
            )
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw CommandFailure(.badData, "Nothing was noted: standard input is not UTF-8. Convert it first: iconv")
        }
        return text
    }

    private func takeBack(_ number: Int) async throws {
        try await options.connected(forWriting: true, makesJournal: false) { context in
            let id = try await context.identity(of: customer)
            try await context.ask(.timeline) { try await context.api.retract(number, of: id) }
            // What is kept of it has the text.
            _ = try? await context.workspace.timeline(of: id)
            StandardError.say("Note #\(number) is taken back: its text is gone.")
        }
    }
}
