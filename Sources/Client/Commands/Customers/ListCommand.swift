import APIClient
import ArgumentParser
import Cache
import Domain
import Panes
import Transfer
import Wire
import Wording
import Workspace

struct ListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Print customers in order of their names, or those that a search finds.",
        discussion: """
            Every word of TERM begins a word of the name, the email or its domain; three digits or more find the end \
            of a phone number. Everybody is listed once, even when they are renamed meanwhile: customers this has moved past \
            the page being read come at the end. On a terminal the columns are cut to its width; into a pipe they are \
            separated by tabs. While the API is away, this prints the customers kept on this machine and says \
            how old they are; the exit status is then 69, unless the whole directory is kept here (replicate = true).
            """)

    @Option(help: ArgumentHelp("Only those found by these words.", valueName: "term"))
    var search: String?

    @Option(help: ArgumentHelp("At most this many.", valueName: "n"))
    var limit: Int?

    @Option(
        help: ArgumentHelp(
            "name (the default), or -name for the order from Z to A. What a search finds comes in an order of the API's own "
                + "unless this is given.",
            valueName: "order"))
    var sort: ListQuery.Sort?

    @OptionGroup var format: ListFormat

    @OptionGroup(title: "Connection") var options: GlobalOptions

    func validate() throws {
        if let limit, limit < 1 { throw ValidationError("--limit must be 1 or more, not \(limit).") }
    }

    func run() async throws {
        let query = ListQuery(sort: sorting == nil ? sort ?? .name : .name, search: search)
        try await options.connected { context in
            var printer = printer
            do {
                var stored = 0
                try await context.read(context.pages(query, limit: fetchLimit)) { page in
                    try printer.print(page)
                    if stored < Self.maximumKept { await context.workspace.store(page) }
                    stored += page.count
                }
            } catch let failure as APIFailure {
                guard failure.isAbsence, !printer.hasPrinted else { throw failure }
                try printKept(query, context, because: failure, with: &printer)
            }
            try printer.end()
        }
    }

    private var printer: ListPrinter { ListPrinter(format.machine, isSearch: search != nil, sorting: sorting) }

    /// In which order to put what a search finds; `nil` when that is the API's own, or no search.
    private var sorting: SortedFindings? {
        guard search != nil, let sort else { return nil }
        return SortedFindings(sort, limit: limit ?? .max)
    }

    /// The first in order may be the last that are found.
    private var fetchLimit: Int? { sorting == nil ? limit : nil }

    /// Longer listings are not read again by a person, and would push out the customers they look at.
    private static let maximumKept = 10_000

    /// Prints what is kept here of what the API cannot be asked.
    private func printKept(
        _ query: ListQuery, _ context: CommandContext, because failure: APIFailure, with printer: inout ListPrinter
    ) throws {
        guard let cache = context.workspace.cache else { throw failure }
        printer = self.printer
        var listing = CachedListing(cache, query, limit: fetchLimit ?? .max, on: context.queue)
        while let page = try? listing.next() { try printer.print(page) }
        try printer.printSorted()
        let isWhole = (try? cache.replicaState().isComplete) ?? false
        guard printer.hasPrinted || isWhole else { throw failure }
        try printer.end()
        let age = listing.oldest.map { ", the oldest seen \(Phrases.age(of: $0, at: .now()))" } ?? ""
        let extent =
            isWhole ? "The whole directory, as kept on this machine" : "Only the customers kept on this machine"
        let message = "\(extent)\(age). \(failure.cause)"
        guard isWhole else { throw CommandFailure(CommandFailure(failure).status, message) }
        StandardError.say(message)
    }
}

/// Prints the pages of a listing in one of its formats.
private struct ListPrinter {
    private let format: MachineFormat?
    private let isSearch: Bool
    private let output = StandardOutput()
    private var sorting: SortedFindings?
    private var table: CustomerTable?
    private(set) var hasPrinted = false
    private var hasEnded = false

    /// - Parameter sorting: holds everything back until ``printSorted()``; `nil` prints pages as they come.
    init(_ format: MachineFormat?, isSearch: Bool, sorting: SortedFindings?) {
        self.format = format
        self.isSearch = isSearch
        self.sorting = sorting
    }

    mutating func print(_ page: [Customer]) throws(CommandFailure) {
        if sorting == nil { try write(page) } else { try sorting?.add(page) }
    }

    mutating func printSorted() throws(CommandFailure) {
        guard let found = sorting?.sorted else { return }
        sorting = nil
        try write(found)
    }

    private mutating func write(_ page: [Customer]) throws(CommandFailure) {
        guard !page.isEmpty else { return }
        if let format {
            var text = hasPrinted ? "" : format.opening
            for (index, customer) in page.enumerated() {
                text += format.text(customer, isFirst: !hasPrinted && index == 0)
            }
            try output.write(text, as: format)
        } else {
            let shown = table ?? CustomerTable(columns: output.columns, firstPage: page)
            try output.write(page.reduce(into: table == nil ? shown.heading : "") { $0 += shown.row($1) })
            table = shown
        }
        hasPrinted = true
    }

    /// Ends the listing, once.
    mutating func end() throws(CommandFailure) {
        guard !hasEnded else { return }
        hasEnded = true
        try printSorted()
        if let format {
            try output.write((hasPrinted ? "" : format.opening) + format.closing, as: format)
        } else if !hasPrinted {
            StandardError.say(isSearch ? "No matches." : "There are no customers yet.")
        }
    }
}

extension ListQuery.Sort: ExpressibleByArgument {}

/// How a list is printed; for people unless asked otherwise.
struct ListFormat: ParsableArguments {
    @Flag(name: .customLong("json"), help: "Print a JSON array of the API's own customers.")
    var isJSON = false

    @Flag(name: .customLong("csv"), help: "Print comma-separated values with a line of column names.")
    var isCSV = false

    var machine: MachineFormat? {
        isJSON ? .json : isCSV ? .csv : nil
    }

    func validate() throws {
        if isJSON, isCSV { throw ValidationError("Use either --json or --csv, not both.") }
    }
}
