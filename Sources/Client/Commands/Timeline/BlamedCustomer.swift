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
            var blame = Blame(of: found.customer)
            var reader = TimelineReader(api, of: found.customer.id)
            while !blame.isComplete, let page = try await reader.next() {
                for entry in page.entries { blame.read(entry) }
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
        if case .entry = blame.origin(of: field) { customer.details[field] == nil } else { false }
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
        switch blame.origin(of: field) {
        case .entry(let entry):
            let author = entry.author.map { "by \($0), " } ?? ""
            return "\(author)\(zone.minuteText(of: entry.moment)) (version \(entry.version))"
        case .before(let moment): return "before \(zone.minuteText(of: moment)); what was earlier is not recorded"
        case .never: return "not recorded"
        }
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
            let entry = blame.origin(of: field).entry
            var members = all.nestedContainer(keyedBy: Member.self, forKey: FieldName(field))
            try members.encode(FieldJSON(customer.details[field], of: field), forKey: .value)
            try members.encode(entry?.moment.text, forKey: .at)
            try members.encode(entry?.author, forKey: .by)
            try members.encode(entry?.version, forKey: .version)
            try members.encode(entry?.number, forKey: .seq)
        }
    }
}

extension Blame.Origin {
    fileprivate var entry: TimelineEntry? {
        if case .entry(let entry) = self { entry } else { nil }
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
