package import Domain
import JSON

/// The body of `GET /api/customers/{id}/duplicates`: `{"duplicates":[{"reason":…,"customer":{…}}]}`.
package struct DuplicatesJSON: Hashable, Sendable, Encodable {
    /// The most telling first, ``Duplicate/maximumShown`` at most.
    package let duplicates: [Duplicate]

    package init(_ duplicates: [Duplicate]) {
        self.duplicates = duplicates
    }

    fileprivate enum Member: String, CodingKey {
        case duplicates, reason, customer
    }

    package func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: Member.self)
        try members.encode(duplicates.map(DuplicateJSON.init), forKey: .duplicates)
    }

    init(_ reader: inout JSONReader) throws(JSONReader.Malformed) {
        var duplicates: [Duplicate]?
        try reader.object { name, reader throws(JSONReader.Malformed) in
            switch Member(rawValue: name) {
            case .duplicates:
                duplicates = try reader.array(upTo: Duplicate.maximumShown) { reader throws(JSONReader.Malformed) in
                    try Duplicate?(&reader)
                }.compactMap { $0 }
            default: try reader.value()
            }
        }
        guard let duplicates else { throw JSONReader.Malformed() }
        self.init(duplicates)
    }
}

/// Somebody who may be the same person as they stand in JSON: `{"reason":…,"customer":{…}}`.
package struct DuplicateJSON: Encodable, Sendable {
    private let duplicate: Duplicate

    package init(_ duplicate: Duplicate) {
        self.duplicate = duplicate
    }

    package func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: DuplicatesJSON.Member.self)
        try members.encode(duplicate.reason.rawValue, forKey: .reason)
        try members.encode(CustomerJSON(duplicate.customer), forKey: .customer)
    }
}

extension Duplicate? {
    /// `nil` for a reason that only a later program knows.
    fileprivate init(_ reader: inout JSONReader) throws(JSONReader.Malformed) {
        var customer: Customer?
        var reason: String?
        try reader.object { name, reader throws(JSONReader.Malformed) in
            switch name {
            case "customer": customer = try CustomerJSON(&reader).customer
            case "reason": reason = try reader.string(upTo: AnswerLimits.wordBytes)
            default: try reader.value()
            }
        }
        guard let customer, let reason else { throw JSONReader.Malformed() }
        self = Duplicate.Reason(rawValue: reason).map { Duplicate(customer, by: $0) }
    }
}
