import APIClient
import ArgumentParser
import Domain
import Transfer
import Wire
import Wording
import Workspace

struct SubjectCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "subject", abstract: "Answer a person who asks what is kept about them.",
        subcommands: [Export.self])
}

extension SubjectCommand {
    struct Export: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "export", abstract: "Write everything that is kept about one customer as one JSON document.",
            discussion: """
                It has the record, its place in the trash, the timeline with all notes, the record in every version as far \
                back as it is recorded, whom it was said not to be, and what this machine keeps: the copy it has read, edits \
                that wait, edits that can be undone, and unfinished forms and notes. Others may keep copies on their machines. \
                FILE is readable by you alone and appears only when it is complete. The server's audit log is told of it.
                """)

        @Argument(
            help: ArgumentHelp("The customer's id or email, also of one in the trash.", valueName: "id|email"),
            transform: CustomerReference.argument)
        var customer: CustomerReference

        @Option(
            help: ArgumentHelp("Where to write; standard output without it.", valueName: "file"),
            completion: .file(extensions: ["json"]))
        var output: String?

        @Flag(help: "Replace FILE if it is there.")
        var force = false

        @OptionGroup(title: "Connection") var options: GlobalOptions

        func run() async throws {
            let (options, customer) = (options, customer)
            guard let output, output != "-" else {
                let standard = StandardOutput()
                return try await options.connected { context in
                    let text = try await context.subjectDocument(of: customer)
                    try standard.writeJSON(text)
                }
            }
            let replaces = force
            try await Interruption.cancelling {
                try await NewFile.writing(output, replaces: replaces, otherwise: "To replace it, add --force.") {
                    file in
                    let text = try await options.connected { try await $0.subjectDocument(of: customer) }
                    try file.write(TerminalText.escaped(json: text))
                }
            }
            StandardError.say("Everything that is kept about this customer is in \(output).")
        }
    }
}

extension CommandContext {
    /// The document as text, noted for the audit log before any of it is out.
    fileprivate func subjectDocument(of reference: CustomerReference) async throws -> String {
        let document = try await SubjectDocument(reference, self)
        workspace.reports.complete(note(.export, of: document.id), count: 1)
        return JSONText.line(document) + "\n"
    }
}
