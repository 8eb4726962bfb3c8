import APIClient
import ArgumentParser
import Domain
import Journal
import Transfer
import Wire
import Wording
import Workspace

struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Create customers from a file.",
        discussion: """
            FILE is CSV with a line of column names (customer_id, name, email, phone, address, company, tags, \
            registration_date, version, in any order), JSON Lines, a JSON array or vCard, such as export and list --json \
            write, or what Shopify, Stripe, HubSpot, Salesforce, Google Contacts, Outlook, Mailchimp, WooCommerce, Square \
            or LinkedIn export. What separates the columns is found. The whole file is checked before anything is sent: \
            lines that cannot be taken are named, the others are imported. A customer without a customer_id is recognised \
            by the email, or by phone and name without one, so that the same file imported again changes nothing: an \
            import that was interrupted can simply be run again. A column that the file lacks leaves the field as it is; \
            an empty cell, or null, takes the value away (not in the files of those systems and in vCard). A line whose \
            version is older than the customer's is listed and not written. On a terminal it asks what unknown columns \
            are. While the API is away, what is left of the file is queued on this machine.
            """)

    @Argument(help: "The file; - for standard input.", completion: .file(extensions: ["csv", "jsonl", "json", "vcf"]))
    var file: String

    @Flag(help: "Only say what would be done: each line, field, old and new value.")
    var dryRun = false

    @Flag(help: "Make customers who differ from the file like it, instead of listing them.")
    var update = false

    @Flag(help: "The same, also where the line was made from an older version than the customer's.")
    var overwrite = false

    @Flag(help: "Bring back out of the trash whom a line names by the customer_id.")
    var restore = false

    @Option(
        help: ArgumentHelp("The file's encoding, such as windows-1252; UTF-8 and UTF-16 are found.", valueName: "name"),
        transform: Self.encoding)
    var encoding: TextEncoding?

    @Option(
        help: ArgumentHelp(
            "Take this column, by its name or number, or JSON member for that field; several columns of one field are joined.",
            valueName: "column=field"),
        transform: Self.mapping)
    var map: [ColumnMapping] = []

    @Flag(help: "Leave out columns and JSON members that are not fields of a customer.")
    var ignoreUnknown = false

    @Option(
        help: ArgumentHelp(
            """
            Write the lines that were not taken to a new file that only you can read, each with its reason; - for standard \
            output, where nothing else is then.
            """,
            valueName: "file"),
        completion: .file())
    var rejects: String?

    @Flag(help: "Import nothing when one line cannot be taken.")
    var strict = false

    @OptionGroup(title: "Connection") var options: GlobalOptions

    private static func encoding(_ name: String) throws -> TextEncoding {
        guard let encoding = TextEncoding.named(name) else {
            let all = TextEncoding.all.map(\.name).joined(separator: ", ")
            throw ValidationError("--encoding knows no \"\(name)\", but: \(all).")
        }
        return encoding
    }

    private static func mapping(_ text: String) throws -> ColumnMapping {
        guard let mapping = ColumnMapping(text) else {
            let all = CustomerMember.names.joined(separator: ", ")
            throw ValidationError("--map takes COLUMN=FIELD, not \"\(text)\"; the fields are \(all).")
        }
        return mapping
    }

    private var mode: Importer.Mode {
        Importer.Mode(
            updates: update || overwrite, overwritesNewer: overwrite, restores: restore, isDryRun: dryRun)
    }

    func run() async throws {
        let rejects = rejects.map(FileTransfer.Rejects.init)
        if let rejects { try NewFile.check(rejects.path) }
        let text = try SourceText(path: file, encoding: encoding)
        let file = ImportFile(text, names: try names(for: text))
        let transfer = FileTransfer(file: file, mode: mode, isStrict: strict, rejects: rejects)
        let check = try await transfer.checked()
        let (options, mode) = (options, mode)
        let tally = try await Interruption.cancelling {
            try await options.connected(forWriting: !mode.isDryRun) { context in
                try await transfer.perform(check, context)
            }
        }
        let isSaved = !mode.isDryRun && tally.created + tally.updated + tally.queued + tally.restored > 0
        let start = mode.isDryRun ? FileTransfer.wouldBe : ""
        if rejects == .standardOutput {
            StandardError.say(start + tally.text)
        } else {
            try StandardOutput(isSaved: isSaved).write(start + tally.text + "\n")
        }
        try transfer.validate(tally)
    }

    /// What the columns are, by the command line and, where that leaves some unknown, by the person at the terminal.
    private func names(for text: SourceText) throws(CommandFailure) -> ImportNames {
        let names = ImportNames(map, ignoresUnknown: ignoreUnknown)
        guard file != "-", Dialogue.isPossible else { return names }
        let unknown = ImportFile(text, names: names).unknownColumns
        guard !unknown.isEmpty else { return names }
        return ImportNames(map + (try ColumnDialogue(unknown).mappings()), ignoresUnknown: true)
    }
}
