package import Domain
import JSON

/// A page of the customers who can be restored, the last deleted first.
package struct TrashPage: Hashable, Sendable {
    package let customers: [TrashedCustomer]
    /// Where the next page begins; `nil` at the end, and only there.
    package let cursor: String?

    package init(customers: [TrashedCustomer], cursor: String?) {
        self.customers = customers
        self.cursor = cursor
    }
}

/// A page of erasures, oldest first: ids and times, and nothing else.
package struct ErasurePage: Hashable, Sendable {
    package let erasures: [Erasure]
    /// For the next page, or for the next look when there is no more.
    package let cursor: String
    package let more: Bool

    package init(erasures: [Erasure], cursor: String, more: Bool) {
        self.erasures = erasures
        self.cursor = cursor
        self.more = more
    }
}

private enum PageMember: String, CodingKey {
    case customers, cursor, erasures, more
}

// MARK: - Writing

/// A customer in the trash as they stand in JSON: the customer's own members, and when they were deleted, by whom and until
/// when they can be restored.
package struct TrashedCustomerJSON: Encodable, Sendable {
    private let trashed: TrashedCustomer

    package init(_ trashed: TrashedCustomer) {
        self.trashed = trashed
    }

    package func encode(to encoder: any Encoder) throws {
        try CustomerJSON(trashed.customer).encode(to: encoder)
        var members = encoder.container(keyedBy: TombstoneMember.self)
        try members.encode(trashed.deletedAt.text, forKey: .deletedAt)
        try members.encode(trashed.deletedBy, forKey: .deletedBy)
        try members.encode(trashed.restorableUntil.text, forKey: .restorableUntil)
    }
}

private struct ErasureJSON: Encodable {
    let erasure: Erasure

    func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: TombstoneMember.self)
        try members.encode(erasure.customerID.text, forKey: .customerID)
        try members.encode(erasure.erasedAt.text, forKey: .erasedAt)
    }
}

extension TrashPage: Encodable {
    package func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: PageMember.self)
        try members.encode(customers.map(TrashedCustomerJSON.init), forKey: .customers)
        try members.encode(cursor, forKey: .cursor)
    }
}

extension ErasurePage: Encodable {
    package func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: PageMember.self)
        try members.encode(erasures.map(ErasureJSON.init), forKey: .erasures)
        try members.encode(cursor, forKey: .cursor)
        try members.encode(more, forKey: .more)
    }
}

// MARK: - Reading

extension TrashPage {
    init(_ reader: inout JSONReader, upTo limit: Int) throws(JSONReader.Malformed) {
        var customers: [TrashedCustomer]?
        var cursor: String?
        try reader.object { name, reader throws(JSONReader.Malformed) in
            switch PageMember(rawValue: name) {
            case .customers:
                customers = try reader.array(upTo: limit) { reader throws(JSONReader.Malformed) in
                    try TrashedCustomer(&reader)
                }
            case .cursor: cursor = try reader.optionalString(upTo: AnswerLimits.cursorBytes)
            default: try reader.value()
            }
        }
        guard let customers, cursor != "" else { throw JSONReader.Malformed() }
        self.init(customers: customers, cursor: cursor)
    }
}

extension ErasurePage {
    init(_ reader: inout JSONReader, upTo limit: Int) throws(JSONReader.Malformed) {
        var erasures: [Erasure]?
        var cursor: String?
        var more: Bool?
        try reader.object { name, reader throws(JSONReader.Malformed) in
            switch PageMember(rawValue: name) {
            case .erasures:
                erasures = try reader.array(upTo: limit) { reader throws(JSONReader.Malformed) in
                    try Erasure(&reader)
                }
            case .cursor: cursor = try reader.string(upTo: AnswerLimits.cursorBytes)
            case .more: more = try reader.boolean()
            default: try reader.value()
            }
        }
        guard let erasures, let cursor, !cursor.isEmpty, let more else { throw JSONReader.Malformed() }
        self.init(erasures: erasures, cursor: cursor, more: more)
    }
}

extension Erasure {
    fileprivate init(_ reader: inout JSONReader) throws(JSONReader.Malformed) {
        var id: CustomerID?
        var moment: Timestamp?
        try reader.object { name, reader throws(JSONReader.Malformed) in
            switch TombstoneMember(rawValue: name) {
            case .customerID: id = CustomerID(try reader.string(upTo: AnswerLimits.wordBytes))
            case .erasedAt: moment = try reader.moment()
            default: try reader.value()
            }
        }
        guard let id, let moment else { throw JSONReader.Malformed() }
        self.init(id, at: moment)
    }
}
