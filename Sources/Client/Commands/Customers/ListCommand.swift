import APIClient
import ArgumentParser
import Cache
import Domain
import FoundationEssentials
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
            Every word of TERM begins a word of the name, the email or its domain, the company or a tag; three digits or \
            more find a phone number by its end, six as it is dialled, at home or from abroad; six digits or more of an id \
            find it. Beside words, name:, email:, phone:, address:, company:, tag:, domain: and by: look into one field, \
            has:FIELD asks for a value, changed: and registered: take dates (today, 7d, 2026-03, >2026-11-01, A..B), \
            "two words" stand together, - before any of them rules it out, and OR or | has either. Of what fits into one page of the API the best hits come first. Everybody is listed once, even when \
            they are renamed meanwhile: customers this has moved past the page being read come at the end. On a terminal the columns are cut to its width; into a pipe they are \
            separated by tabs. While the API is away, this prints the customers kept on this machine and says \
            how old they are; the exit status is then 69, unless the whole directory is kept here (replicate = true).
            """)

    @Option(help: ArgumentHelp("Only those found by these words; everybody without it.", valueName: "term"))
    var search: String?

    @Option(help: ArgumentHelp("At most this many.", valueName: "n"))
    var limit: Int?

    @Option(
        help: ArgumentHelp(
            "name (the default), changed or registered, or one of them with - before it for the other way round. What a search "
                + "finds comes in an order of the API's own unless this is given.",
            valueName: "order"))
    var sort: ListQuery.Sort?

    @OptionGroup var viewOption: ViewOption

    @Option(
        help: ArgumentHelp(
            "The columns of the table, in their order, such as name,changed,by; there are "
                + UnknownListColumn.valid.joined(separator: ", ") + ".",
            valueName: "columns"),
        transform: tableColumns)
    var columns: ListColumns?

    @OptionGroup var format: ListFormat

    @OptionGroup(title: "Connection") var options: GlobalOptions

    func validate() throws {
        if search != nil, viewOption.name != nil { throw ValidationError("Use either --search or --view, not both.") }
        if let limit, limit < 1 { throw ValidationError("--limit must be 1 or more, not \(limit).") }
        if columns != nil, format.machine != nil {
            throw ValidationError("--columns is for the table; --json and --csv have every column.")
        }
    }

    func run() async throws {
        guard let view = try viewOption.view(options) else { return try await list() }
        var command = self
        command.search = view.filter
        command.sort = try sort ?? view.serverSort()
        if format.machine == nil { command.columns = try columns ?? view.tableColumns() }
        try await command.list()
    }

    private func list() async throws {
        let typed = try TypedFilter(search, options.settings(ProcessInfo.processInfo.environment))
        let query = typed.query(sorting == nil ? sort ?? .name : .name)
        try await options.connected { context in
            var printer = printer(in: context.zone)
            do {
                var stored = 0
                var findings = RankedFindings(sorting == nil ? typed.filter : nil)
                try await context.read(context.pages(query, limit: fetchLimit)) { page in
                    for page in findings.next(page) { try printer.print(page) }
                    if stored < Self.maximumKept { await context.workspace.store(page) }
                    stored += page.count
                }
                for page in findings.rest() { try printer.print(page) }
            } catch let failure as APIFailure {
                guard !printer.hasPrinted else { throw failure }
                try await printKept(typed, query, context, because: failure, with: &printer)
            }
            try printer.end()
            if !printer.hasPrinted {
                await SimilarHint(typed.filter)?.say(asking: context.api)
                await typed.sayWhatElseFinds(asking: context.api)
            }
        }
    }

    private func printer(in zone: TimeZoneRules) -> ListPrinter {
        ListPrinter(format.machine, columns ?? .printed, zone, isSearch: search != nil, sorting: sorting)
    }

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
        _ typed: TypedFilter, _ query: ListQuery, _ context: CommandContext, because failure: APIFailure,
        with printer: inout ListPrinter
    ) async throws {
        let cache = try await context.cache(because: failure)
        // What is kept here is read in the order of names.
        let isSorted = sorting != nil || sort?.moment != nil
        let sorting = isSorted ? SortedFindings(sort ?? .name, limit: limit ?? .max) : nil
        printer = ListPrinter(
            format.machine, columns ?? .printed, context.zone, isSearch: search != nil, sorting: sorting)
        let kept = ListQuery(sort: isSorted ? .name : query.sort, search: query.search)
        var listing = CachedListing(cache, kept, limit: isSorted ? .max : limit ?? .max, on: context.queue)
        var (noted, count): (UseReports.Noted?, Int) = (nil, 0)
        defer { if let noted { context.workspace.reports.complete(noted, count: count) } }
        while let page = try? listing.next() {
            guard !page.isEmpty else { continue }
            // Before the first of them is shown: a reader that goes away ends this program.
            noted = noted ?? context.note(.offlineRead)
            count += page.count
            try printer.print(page)
        }
        try printer.printSorted()
        let isWhole = (try? cache.replicaState().isComplete) ?? false
        guard printer.hasPrinted || isWhole else { throw failure }
        try printer.end()
        if !printer.hasPrinted {
            SimilarHint(typed.filter)?.say(from: cache)
        }
        let age = listing.oldest.map { ", the oldest seen \(Phrases.age(of: $0, at: .now(), in: context.zone))" } ?? ""
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
    private let columns: ListColumns
    private let zone: TimeZoneRules
    private let isSearch: Bool
    private let output = StandardOutput()
    private var sorting: SortedFindings?
    private var table: CustomerTable?
    private(set) var hasPrinted = false
    private var hasEnded = false

    /// - Parameter sorting: holds everything back until ``printSorted()``; `nil` prints pages as they come.
    init(
        _ format: MachineFormat?, _ columns: ListColumns, _ zone: TimeZoneRules, isSearch: Bool,
        sorting: SortedFindings?
    ) {
        self.format = format
        (self.columns, self.zone) = (columns, zone)
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
            let shown = table ?? CustomerTable(columns, width: output.columns, firstPage: page, in: zone)
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

/// Reads `name,changed,by`.
private func tableColumns(_ text: String) throws -> ListColumns {
    let words = text.split(separator: ",").map { String($0).trimmed }
    guard !words.isEmpty else { throw ValidationError("Name a column at least.") }
    do throws(UnknownListColumn) {
        return try ListColumns(exactly: words)
    } catch {
        throw ValidationError(error.message)
    }
}

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
