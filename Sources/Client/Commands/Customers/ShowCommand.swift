import APIClient
import ArgumentParser
import Domain
import FoundationEssentials
import Journal
import Settings
import Wire
import Wording

struct ShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Print one customer.",
        discussion: """
            While the API is away, this prints what this machine keeps of the customer and says how old it is. With --at or \
            --at-version it prints the customer as they were, which the API alone knows; customers history has the versions. A \
            date is the end of that day, in time_zone of the configuration or the system's zone.
            """)

    @Argument(
        help: ArgumentHelp("The customer's id or email.", valueName: "id|email"), transform: CustomerReference.argument)
    var customer: CustomerReference

    @Option(
        help: ArgumentHelp(
            "As they were then: today, yesterday, 7d, 2026-03-01, or 2026-03-01T14:30:00Z.", valueName: "time"))
    var at: String?

    @Option(help: ArgumentHelp("As they were in this version.", valueName: "n"))
    var atVersion: Int?

    @Flag(help: "Say of each field who gave it its value, and when.")
    var blame = false

    @Flag(help: "Print the API's own JSON; with --blame an object of {value, at, by, version, seq} for each field.")
    var json = false

    @OptionGroup(title: "Connection") var options: GlobalOptions

    func validate() throws {
        let chosen = [at != nil, atVersion != nil, blame].count(where: \.self)
        if chosen > 1 { throw ValidationError("Use one of --at, --at-version and --blame.") }
        if let atVersion, atVersion < 1 { throw ValidationError("--at-version must be 1 or more, not \(atVersion).") }
    }

    func run() async throws {
        let target = try target()
        try await options.connected { context in
            if let target {
                let id = try await context.identity(of: customer)
                let past = try await context.ask(.timeline) { try await context.api.customer(id, at: target) }
                return try StandardOutput().write(past, asJSON: json, in: context.zone)
            }
            let found = try await context.find(customer)
            let waiting = context.queue.entries(for: found.customer.id).count
            let blamed = blame ? try await context.blame(found) : nil
            found.reportAge(in: context.zone)
            if waiting > 0 {
                StandardError.say("\(Phrases.count(waiting, "edit")) of this customer in the queue: customers queue")
            }
            guard let blamed else {
                return try StandardOutput().write(found.customer, asJSON: json, in: context.zone)
            }
            try StandardOutput().write(blamed, asJSON: json, in: context.zone)
        }
    }

    private func target() throws -> Rewind.Target? {
        if let atVersion { return .version(atVersion) }
        guard let at else { return nil }
        let zone = LocalZone(try options.settings(ProcessInfo.processInfo.environment))
        if let remark = zone.remark { StandardError.say(remark) }
        guard let moment = FilterDates(now: .now(), zone: zone.rules).lastMoment(of: at) else {
            throw CommandFailure(
                .usage,
                "--at: \"\(at)\" is no time: give today, yesterday, 7d, a date such as 2026-03-01, or a date-time with its "
                    + "offset, such as 2026-03-01T14:30:00Z.")
        }
        return .moment(moment)
    }
}
