import Domain
import Journal
import Transfer
import Wording

/// What a change of several customers came to, or would come to, person by person.
struct BulkReport: Sendable {
    private let rows: [Row]

    /// One customer and what became of what was done with them.
    struct Row: Hashable, Sendable {
        let id: CustomerID
        let name: String
        let outcome: Outcome
    }

    enum Outcome: Hashable, Sendable {
        /// What would be done: field, old and new value.
        case planned(String)
        case done
        case unchanged
        /// - Parameter isHeld: whether a person has to do something before it can go.
        case queued(String, isHeld: Bool)
        case refused(String)
    }

    init(_ rows: [Row]) { self.rows = rows }

    /// - Parameter outcomes: what became of those who had an entry.
    init(_ plan: BulkPlan, _ outcomes: [CustomerID: Outcome]) {
        rows = plan.items.map { item in
            let outcome: Outcome =
                switch item.outcome {
                case .change(let change): outcomes[item.target.id] ?? .planned(Self.text(of: change))
                case .unchanged: .unchanged
                case .refused(let refusal): .refused(refusal.message)
                }
            return Row(id: item.target.id, name: item.target.name, outcome: outcome)
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

    /// How many were refused.
    var refusedCount: Int { rows.count { if case .refused = $0.outcome { true } else { false } } }

    func write(asJSON: Bool) throws(CommandFailure) {
        let isSaved = rows.contains { $0.outcome == .done }
        let output = StandardOutput(isSaved: isSaved)
        if asJSON {
            try output.writeJSON(lines: rows.map { JSONText.line(BulkLineJSON($0)) })
        } else {
            let lines = rows.map { row in
                let detail = row.outcome.detail.map { "\t\($0.harmlessLine)" } ?? ""
                return "\(row.id.text)\t\(row.name.harmlessLine)\t\(row.outcome.word)\(detail)\n"
            }
            try output.writeLines(lines.joined())
        }
    }

    /// Says how many were left out or are queued.
    ///
    /// - Throws: ``ExitStatus/badData`` when something was refused.
    func reportRest() throws(CommandFailure) {
        for isHeld in [false, true] { reportQueued(isHeld: isHeld) }
        guard refusedCount > 0 else { return }
        let refused = Phrases.count(refusedCount, "customer")
        throw CommandFailure(.badData, "\(refused) could not be changed; each is named with its reason above.")
    }

    private func reportQueued(isHeld: Bool) {
        let reasons = rows.compactMap { row in
            if case .queued(let reason, isHeld: isHeld) = row.outcome { reason } else { nil }
        }
        guard let reason = reasons.first else { return }
        StandardError.say("\(Phrases.count(reasons.count, "edit")) \(reasons.count == 1 ? "is" : "are") queued.")
        CommandContext.reportQueued(reason, isHeld: isHeld)
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

    init(_ row: BulkReport.Row) {
        (customerID, name) = (row.id.text, row.name)
        (outcome, detail) = (row.outcome.word, row.outcome.detail)
    }
}
