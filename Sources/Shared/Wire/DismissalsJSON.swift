package import Domain
import JSON

/// The body of `GET /api/customers/{id}/dismissals`: `{"dismissals":["ID",…]}`.
package struct DismissalsJSON: Hashable, Sendable, Encodable {
    /// Whom the customer was said not to be, in the order of their ids.
    package let others: [CustomerID]

    package init(_ others: some Sequence<CustomerID>) {
        self.others = others.sorted()
    }

    private enum Member: String, CodingKey {
        case dismissals
    }

    package func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: Member.self)
        try members.encode(others.map(\.text), forKey: .dismissals)
    }

    init(_ reader: inout JSONReader) throws(JSONReader.Malformed) {
        var others: [CustomerID]?
        try reader.object { name, reader throws(JSONReader.Malformed) in
            switch Member(rawValue: name) {
            case .dismissals:
                others = try reader.array(upTo: AnswerLimits.dismissals) { reader throws(JSONReader.Malformed) in
                    guard let id = CustomerID(try reader.string(upTo: AnswerLimits.wordBytes)) else {
                        throw JSONReader.Malformed()
                    }
                    return id
                }
            default: try reader.value()
            }
        }
        guard let others else { throw JSONReader.Malformed() }
        self.init(others)
    }
}
