import Domain
import Journal
import Transfer
import Wording

/// What a change of several customers came to, or would come to, person by person.
struct BulkReport: Sendable {
    let plan: BulkPlan
    private let outcomes: [Outcome]

    enum Outcome: Hashable, Sendable {
        /// What would be done: field, old and new value.
        case planned(String)
        case done
        case unchanged
        case queued(String)
        case refused(String)
    }

    /// - Parameter outcomes: what became of those who had an entry.
    init(_ plan: BulkPlan, _ outcomes: [CustomerID: Outcome]) {
        self.plan = plan
        self.outcomes = plan.items.map { item in
            switch item.outcome {
            case .change(let change): outcomes[item.target.id] ?? .planned(Self.text(of: change))
            case .unchanged: .unchanged
            case .refused(let refusal): .refused(refusal.message)
            }
        }
    }

    init(previewOf plan: BulkPlan) { self.init(plan, [:]) }

    /// `company: "Acme" → "Aster"`
    private static func text(of change: Entry.Change) -> String {
        guard case .edit(let edit, _) = change else { return "delete" }
        return edit.fields.map { field in
            "\(field.rawValue): \(Self.shown(edit.changes[field]?.from)) → \(Self.shown(edit.changes[field]?.to))"
        }.joined(separator: "; ")
    }

    private static func shown(_ value: String?) -> String { value.map { "\"\($0.harmlessLine)\"" } ?? "none" }

    private var rows: [(id: String, name: String, outcome: Outcome)] {
        zip(plan.items, outcomes).map { ($0.target.id.text, $0.target.name, $1) }
    }

    func write(asJSON: Bool) throws(CommandFailure) {
        let isSaved = outcomes.contains { $0 == .done }
        let output = StandardOutput(isSaved: isSaved)
        if asJSON {
            try output.writeJSON(lines: rows.map { JSONText.line(BulkLineJSON($0.id, $0.name, $0.outcome)) })
        } else {
            let lines = rows.map { row in
                let detail = row.outcome.detail.map { "\t\($0.harmlessLine)" } ?? ""
                return "\(row.id)\t\(row.name.harmlessLine)\t\(row.outcome.word)\(detail)\n"
            }
            try output.writeLines(lines.joined())
        }
    }

    /// Says how many were left out or are queued.
    ///
    /// - Throws: ``ExitStatus/badData`` when something was refused.
    func judge() throws(CommandFailure) {
        let queued = outcomes.compactMap { if case .queued(let reason) = $0 { reason } else { nil } }
        if let reason = queued.first {
            StandardError.say("\(Phrases.count(queued.count, "edit")) \(queued.count == 1 ? "is" : "are") queued.")
            CommandContext.reportQueued(reason, isHeld: false)
        }
        let refused = outcomes.count { if case .refused = $0 { true } else { false } }
        guard refused > 0 else { return }
        throw CommandFailure(
            .badData, "\(Phrases.count(refused, "customer")) could not be changed; each is named with its reason above."
        )
    }
}

extension BulkReport.Outcome {
    var word: String {
        switch self {
        case .planned: "change"
        case .done: "done"
        case .unchanged: "unchanged"
        case .queued: "queued"
        case .refused: "refused"
        }
    }

    var detail: String? {
        switch self {
        case .planned(let text), .refused(let text): text
        case .queued, .done, .unchanged: nil
        }
    }
}

/// One customer of the report.
private struct BulkLineJSON: Encodable {
    let customerID: String
    let name: String
    let outcome: String
    let detail: String?

    private enum CodingKeys: String, CodingKey {
        case customerID = "customer_id"
        case name, outcome, detail
    }

    init(_ id: String, _ name: String, _ outcome: BulkReport.Outcome) {
        customerID = id
        self.name = name
        (self.outcome, detail) = (outcome.word, outcome.detail)
    }
}
