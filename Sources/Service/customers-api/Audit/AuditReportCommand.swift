import ArgumentParser
import Domain
import StandardStreams

/// `customers-api audit report`
struct AuditReportCommand: OperatingCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "Tell what somebody did, or who did what to a customer.",
        discussion: """
            A table, the newest last. Lists and searches name no customers, only how many there were; the term of a search \
            is shown as its digest. Whether the lines are as they were written, audit verify tells.

            Exit codes: 64 usage, 66 a file does not exist, 74 reading failed, 77 not permitted.
            """)

    @Option(
        name: .customLong("log"), parsing: .upToNextOption,
        help: ArgumentHelp("The log's files, in any order.", valueName: "file"), completion: .file())
    var files: [String]

    @Option(help: ArgumentHelp("What this principal did or tried.", valueName: "name"))
    var who: String?

    @Option(name: .customLong("of"), help: ArgumentHelp("What was done to this customer.", valueName: "customer-id"))
    var customer: String?

    @Option(help: ArgumentHelp("From this day or moment on: 2026-03-01, or as in RFC 3339.", valueName: "date"))
    var since: String?

    @Flag(help: "Print the lines as they stand in the log.")
    var json = false

    func validate() throws {
        guard !files.isEmpty else { throw ValidationError("--log takes the files of the audit log.") }
        guard who != nil || customer != nil else {
            throw ValidationError("Say whom the report is about, with --who NAME or --of CUSTOMER-ID.")
        }
        if let customer, CustomerID(customer) == nil { throw ValidationError("--of takes a customer's id, a UUID.") }
        if let since, moment(since) == nil {
            throw ValidationError("--since takes a day such as 2026-03-01, or a moment such as 2026-03-01T12:00:00Z.")
        }
    }

    private func moment(_ text: String) -> Timestamp? {
        Timestamp(text) ?? Timestamp(text + "T00:00:00Z")
    }

    func operate() throws(StartFailure) -> String {
        let report = AuditReport(
            who: who, customerID: customer.flatMap { CustomerID($0) }, since: since.flatMap(moment))
        let (entries, unreadable) = try report.entries(in: files)
        if unreadable > 0 {
            StandardStream.error.write(
                "customers-api: \(unreadable) lines could not be read; customers-api audit verify names them.\n")
        }
        if json { return entries.map { String(decoding: $0.bytes, as: UTF8.self) }.joined(separator: "\n") }
        return entries.isEmpty ? "nothing" : AuditTable(entries).lines.joined(separator: "\n")
    }
}
