import APIClient
import ArgumentParser
import Domain
import Wire

struct ListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Print customers in order of their names, or those that a search finds.",
        discussion: """
            Every word of TERM begins a word of the name, the email or its domain; three digits or more find the end \
            of a phone number. On a terminal the columns are cut to its width; into a pipe they are separated by tabs.
            """)

    @Option(help: ArgumentHelp("Only those found by these words.", valueName: "term"))
    var search: String?

    @Option(help: ArgumentHelp("At most this many.", valueName: "n"))
    var limit: Int?

    @Option(help: ArgumentHelp("name, or -name for the order from Z to A.", valueName: "order"))
    var sort: ListQuery.Sort = .name

    @OptionGroup var format: ListFormat

    @OptionGroup(title: "Connection") var options: GlobalOptions

    func validate() throws {
        if let limit, limit < 1 { throw ValidationError("--limit must be 1 or more, not \(limit).") }
    }

    func run() async throws {
        let output = StandardOutput()
        let query = ListQuery(sort: sort, search: search)
        try await options.connected { desk in
            if let machine = format.machine {
                try await print(desk, query, as: machine, to: output)
            } else {
                try await printTable(desk, query, to: output)
            }
        }
    }

    private func print(
        _ desk: Desk, _ query: ListQuery, as format: MachineFormat, to output: StandardOutput
    ) async throws {
        var isFirst = true
        var text = format.opening
        for try await page in desk.pages(query, limit: limit) {
            for customer in page {
                text += format.text(customer, isFirst: isFirst)
                isFirst = false
            }
            try output.write(text, as: format)
            text = ""
        }
        try output.write(text + format.closing, as: format)
    }

    private func printTable(_ desk: Desk, _ query: ListQuery, to output: StandardOutput) async throws {
        var table: CustomerTable?
        for try await page in desk.pages(query, limit: limit) where !page.isEmpty {
            let heading = table == nil
            let shown = table ?? CustomerTable(columns: output.columns, firstPage: page)
            table = shown
            try output.write(page.reduce(into: heading ? shown.heading : "") { $0 += shown.row($1) })
        }
        if table == nil { StandardError.say(search == nil ? "There are no customers yet." : "Nobody was found.") }
    }
}

extension ListQuery.Sort: ExpressibleByArgument {}

/// How a list is printed; for people unless told otherwise.
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
