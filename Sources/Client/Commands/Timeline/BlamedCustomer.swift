import APIClient
import Domain
import Transfer
import Wire
import Wording

/// A customer with who gave each field its value.
struct BlamedCustomer: Sendable {
    let customer: Customer
    let blame: Blame
}

extension CommandContext {
    /// - Throws: why the timeline cannot be read, which the API alone has whole.
    func blame(_ found: FoundCustomer) async throws -> BlamedCustomer {
        if case .kept(_, let failure) = found.origin {
            throw CommandFailure(
                CommandFailure(failure).status, "Who set which field only the API knows. \(failure.message)")
        }
        return try await ask(.timeline) {
            var blame = Blame()
            var reader = TimelineReader(api, of: found.customer.id)
            while !blame.isComplete, let page = try await reader.next() {
                // What was changed since the customer was read is not what is shown.
                for entry in page.entries where entry.version <= found.customer.version { blame.read(entry) }
            }
            return BlamedCustomer(customer: found.customer, blame: blame)
        }
    }
}

extension BlamedCustomer {
    /// Those with a value, and those from which somebody has taken it.
    private var fields: [CustomerField] {
        CustomerField.readingOrder.filter { customer.details[$0] != nil || isCleared($0) }
    }

    private func isCleared(_ field: CustomerField) -> Bool {
        guard let entry = blame.entries[field] else { return false }
        return customer.details[field] == nil && entry.kind == .changed
    }

    /// The field and its value in one line, and below it who and when.
    func lines(in zone: TimeZoneRules) -> String {
        fields.map { field in
            let value = customer.details[field].map { $0.split(whereSeparator: \.isNewline).joined(separator: ", ") }
            return
                "\(CustomerText.padded(field.label))\(value ?? "–")\n\(CustomerText.padded(""))\(origin(of: field, in: zone))\n"
        }.joined()
    }

    /// `by kim, 2026-11-30 12:00 UTC (version 4)`
    private func origin(of field: CustomerField, in zone: TimeZoneRules) -> String {
        guard let entry = blame.entries[field] else { return "nobody knows any more since when" }
        guard entry.kind != .baseline else {
            return "before \(zone.minuteText(of: entry.moment)), when nothing was recorded yet"
        }
        let author = entry.author.map { "by \($0), " } ?? ""
        return "\(author)\(zone.minuteText(of: entry.moment)) (version \(entry.version))"
    }
}

extension BlamedCustomer: Encodable {
    private enum Member: String, CodingKey {
        case value, at, by, version, seq
    }

    /// A field's name, which is a key like any other.
    private struct FieldName: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(_ field: CustomerField) { stringValue = field.rawValue }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    /// Of a field that was set before anything was recorded, and of one whose origin is not kept any more, there is the
    /// value alone.
    func encode(to encoder: any Encoder) throws {
        var all = encoder.container(keyedBy: FieldName.self)
        for field in fields {
            let entry = blame.entries[field].flatMap { $0.kind == .baseline ? nil : $0 }
            var members = all.nestedContainer(keyedBy: Member.self, forKey: FieldName(field))
            try members.encode(FieldJSON(customer.details[field], of: field), forKey: .value)
            try members.encode(entry?.moment.text, forKey: .at)
            try members.encode(entry?.author, forKey: .by)
            try members.encode(entry?.version, forKey: .version)
            try members.encode(entry?.number, forKey: .seq)
        }
    }
}

extension StandardOutput {
    func write(_ blamed: BlamedCustomer, asJSON: Bool, in zone: TimeZoneRules) throws(CommandFailure) {
        if asJSON {
            try writeJSON(JSONText.line(blamed) + "\n")
        } else {
            try writeLines(blamed.lines(in: zone))
        }
    }
}
