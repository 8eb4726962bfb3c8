import Domain
import Transfer
import Wire
import Wording

/// One customer for people: a field on each line.
enum CustomerText {
    static func lines(_ customer: Customer, in zone: TimeZoneRules) -> String {
        let fields = CustomerField.readingOrder.compactMap { field in customer.details[field].map { (field.label, $0) }
        }
        // Who is only queued has neither yet.
        let made =
            customer.version == 0
            ? []
            : [
                ("Since", zone.dateText(of: customer.registrationDate)),
                ("Version", "\(customer.version), \(zone.text(of: customer.updatedAt))" + customer.byAuthor),
            ]
        let facts = fields + made + [("ID", customer.id.text)]
        return facts.map { label, value in
            padded(label)
                + value.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
                .joined(separator: "\n" + padded(""))
        }.joined(separator: "\n") + "\n"
    }

    static func padded(_ label: String) -> String {
        label + String(repeating: " ", count: max(0, 9 - label.count))
    }
}

extension StandardOutput {
    func write(_ customer: Customer, asJSON: Bool, in zone: TimeZoneRules) throws(CommandFailure) {
        if asJSON {
            try writeJSON(JSONText.line(CustomerJSON(customer)) + "\n")
        } else {
            try writeLines(CustomerText.lines(customer, in: zone))
        }
    }
}
