import ArgumentParser
import Domain
import Journal
import Wording

struct BulkCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bulk", abstract: "Change or delete several customers in one step, which one undo takes back.",
        discussion: """
            Whom it is about is what a search finds, or a list of ids and emails; 10,000 at most. What it comes to is said, \
            and asked about, before anything is done. All edits are on the disk before the first is sent; while the API is \
            away they are queued. What the API refuses is left as it is, named, and makes the exit status 65.
            """,
        subcommands: [Tag.self, Edit.self, Delete.self, Undo.self])
}

extension BulkCommand {
    struct Tag: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "tag", abstract: "Give customers tags, or take tags away.",
            usage: "customers bulk tag <words> (--search <term> | --ids <file>) [--dry-run] [--yes] [--json]")

        @Argument(
            help: ArgumentHelp(
                "Words in one argument: \"vip -old\" gives vip and takes old away; behind -- when it begins with -.",
                valueName: "words"))
        var words: String

        @OptionGroup var bulk: BulkOptions
        @OptionGroup(title: "Connection") var options: GlobalOptions

        func run() async throws {
            let change: TagChange
            do throws(FieldViolation) {
                change = try TagChange(words)
            } catch {
                throw CommandFailure(FieldViolations([error]))
            }
            try await BulkRun(.tag(change), bulk).perform(options)
        }
    }

    struct Edit: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "edit", abstract: "Give customers the same value of a field, or take it away with \"\".",
            usage: "customers bulk edit --company <company> (--search <term> | --ids <file>) [--dry-run] [--yes]")

        @OptionGroup var fields: BulkFields
        @OptionGroup var bulk: BulkOptions
        @OptionGroup(title: "Connection") var options: GlobalOptions

        func run() async throws {
            let patch: CustomerPatch
            do throws(FieldViolations) {
                patch = try CustomerPatch(fields.given)
            } catch {
                throw CommandFailure(error)
            }
            try await BulkRun(.set(patch), bulk).perform(options)
        }
    }

    struct Delete: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "delete", abstract: "Delete customers; asks for their number.")

        @OptionGroup var bulk: BulkOptions
        @OptionGroup(title: "Connection") var options: GlobalOptions

        func run() async throws {
            try await BulkRun(.delete, bulk).perform(options)
        }
    }
}

/// The fields that several customers may have in common.
struct BulkFields: ParsableArguments {
    @Option(help: "The phone number.") var phone: String?
    @Option(help: "The postal address.") var address: String?
    @Option(help: "The company.") var company: String?
    @Option(help: "The tags, in place of those that they have.") var tags: String?

    private var values: [CustomerField: String?] {
        [.phone: phone, .address: address, .company: company, .tags: tags]
    }

    /// What is given: `nil` to take a value away.
    var given: [CustomerField: String?] {
        values.compactMapValues { $0 }.mapValues { $0.isEmpty ? nil : $0 }
    }

    func validate() throws {
        if given.isEmpty { throw ValidationError("Give the fields to change, such as --company.") }
    }
}

/// Whom a change is about, and how it is asked and told.
struct BulkOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Those found by these words.", valueName: "term"))
    var search: String?

    @Option(
        help: ArgumentHelp(
            "Those whose ids or emails are in this file, one on each line; - for standard input.", valueName: "file"),
        completion: .file())
    var ids: String?

    @Flag(help: "Only say what would be done: each customer, field, old and new value.")
    var dryRun = false

    @Flag(help: "Do not ask. Needed when standard input is not a terminal.")
    var yes = false

    @Flag(help: "Print a JSON array of {customer_id, name, outcome, detail}.")
    var json = false

    func validate() throws {
        guard (search == nil) != (ids == nil) else { throw ValidationError("Give either --search or --ids.") }
    }
}
