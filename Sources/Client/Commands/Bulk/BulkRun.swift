import Domain
import FoundationEssentials
import Journal
import Transfer
import Wire
import Wording

/// A change of several customers, from finding them to what became of each.
struct BulkRun: Sendable {
    private let change: BulkChange
    private let search: String?
    private let ids: String?
    private let isDryRun: Bool
    private let yes: Bool
    private let asJSON: Bool

    init(_ change: BulkChange, _ options: BulkOptions) {
        self.change = change
        (search, ids) = (options.search, options.ids)
        (isDryRun, yes, asJSON) = (options.dryRun, options.yes, options.json)
    }

    func perform(_ options: GlobalOptions) async throws {
        let search = try TypedFilter(search, options.settings(ProcessInfo.processInfo.environment)).meantForAll()
            .query()
        let references = try ids.map { try BulkReferences(path: $0) }
        if !isDryRun { try Dialogue.requireSomebody(unless: yes, "Nothing was changed") }
        let (plan, report) = try await Interruption.cancelling {
            try await options.connected(forWriting: !isDryRun) { context in
                let targets = try await context.targets(search: search, references)
                let plan = BulkPlan(change, of: targets, in: context.queue)
                guard !isDryRun, plan.changedCount > 0 else { return (plan, BulkReport(previewOf: plan)) }
                try confirm(plan)
                let group = EditGroup(name: change.name)
                return (plan, try await context.enter(plan.entries(key: { .random() }), as: group, plan))
            }
        }
        try report.write(asJSON: asJSON)
        if isDryRun { StandardError.say("Nothing was sent. \(Phrases.summary(of: plan)).") }
        try report.reportRest()
    }

    // MARK: Asking

    /// - Throws: ``ExitStatus/declined`` when the person does not want it.
    private func confirm(_ plan: BulkPlan) throws(CommandFailure) {
        guard !yes else { return }
        let names = plan.items.filter(\.isChanged).map(\.target.name)
        StandardError.say("\(change.name): \(Phrases.names(names)).")
        let (dialogue, number) = (Dialogue(undone: "Nothing was changed"), String(plan.changedCount))
        let agrees =
            change == .delete
            ? try dialogue.answer(to: "To delete them for good, type their number (\(number)): ") == number
            : try dialogue.confirms("\(Phrases.summary(of: plan)). Go on?", standard: false)
        guard agrees else { throw CommandFailure(.declined, "Nothing was changed.") }
    }
}

/// Ids and emails, one on each line.
struct BulkReferences: Sendable {
    let all: [CustomerReference]

    /// - Throws: ``ExitStatus/badData`` with the first line that is neither, or when there are too many.
    init(path: String) throws(CommandFailure) {
        let text = try SourceText(path: path)
        var all: [CustomerReference] = []
        for (index, line) in text.bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            .enumerated()
        {
            let line = String(decoding: line, as: UTF8.self).trimmed
            guard !line.isEmpty else { continue }
            guard let reference = CustomerReference(line) else {
                throw CommandFailure(.badData, "Nothing was changed: line \(index + 1) is neither an id nor an email.")
            }
            all.append(reference)
            guard all.count <= EditGroup.maximumEntries else { throw CommandContext.tooMany }
        }
        self.all = all
    }
}
