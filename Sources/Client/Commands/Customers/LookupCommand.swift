import APIClient
import ArgumentParser
import Cache
import Domain
import FoundationEssentials
import Wire
import Wording
import Workspace

struct LookupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lookup", abstract: "Find email addresses for a mail program.",
        discussion: """
            The first line says what was found; then each customer with an email stands on a line: the email, a tab, the \
            name, a tab, and the company or phone. In mutt and NeoMutt: set query_command = "customers lookup %s". In aerc: \
            address-book-cmd = customers lookup "%s". While the API is away, it looks among the customers kept on this \
            machine.
            """)

    @Argument(help: ArgumentHelp("The words to look for.", valueName: "term"))
    var words: [String]

    @OptionGroup(title: "Connection") var options: GlobalOptions

    func run() async throws {
        let settings = try options.settings(ProcessInfo.processInfo.environment)
        let typed = try TypedFilter(words.joined(separator: " "), settings, from: "search")
        let query = ListQuery(limit: Findings.maximum + 1, search: typed.filter?.wireText)
        let (found, source) = try await options.connected { context in try await Self.find(query, context) }
        try StandardOutput().writeLines(found.lines(source))
    }

    private static func find(
        _ query: ListQuery, _ context: CommandContext
    ) async throws -> (found: Findings, source: String) {
        var found = Findings()
        do throws(APIFailure) {
            var pages = context.pages(query).makeAsyncIterator()
            while !found.hasMore, let page = try await pages.next() { found.add(page) }
            return (found, "")
        } catch {
            let cache = try await context.cache(because: error)
            var listing = CachedListing(cache, query, limit: .max, on: context.queue)
            found = Findings()
            while !found.hasMore, let page = try? listing.next() { found.add(page) }
            return (found, " on this machine, for the API is away")
        }
    }
}

extension LookupCommand {
    /// The first of those with an email whom a search finds.
    struct Findings {
        private var people: [Customer] = []
        private var withoutEmail = 0
        /// Whether more have an email than are shown; then nothing further is counted.
        private(set) var hasMore = false

        /// What aerc reads at most is 100 lines.
        static let maximum = 99

        mutating func add(_ page: [Customer]) {
            for customer in page where !hasMore {
                if (customer.details[.email] ?? "").isEmpty {
                    withoutEmail += 1
                } else if people.count == Self.maximum {
                    hasMore = true
                } else {
                    people.append(customer)
                }
            }
        }

        /// The line for people, and one for each customer.
        ///
        /// - Parameter source: where they were found, with a blank before it; empty for the API.
        func lines(_ source: String) -> String {
            people.reduce(into: heading(source) + "\n") { $0 += Self.line($1) }
        }

        private func heading(_ source: String) -> String {
            if hasMore { return "The first \(Self.maximum) customers\(source); add a word to find fewer." }
            guard withoutEmail > 0 else {
                return (people.isEmpty ? "No matches" : Phrases.count(people.count, "customer")) + source + "."
            }
            return people.isEmpty
                ? "\(Phrases.count(withoutEmail, "customer"))\(source), without an email."
                : "\(Phrases.count(people.count, "customer"))\(source), and \(Phrases.count(withoutEmail)) without an email."
        }

        private static func line(_ customer: Customer) -> String {
            let details = customer.details
            let company = details[.company]
            return CustomerTable.tabbed([details[.email] ?? "", customer.name, company ?? details[.phone] ?? ""])
        }
    }
}
