import Domain
import JSON

extension CustomerJSON {
    /// Reads a customer of an answer: its values are taken as they are, but none longer than its field can be, and no
    /// number that a version cannot be.
    init(_ reader: inout JSONReader) throws(JSONReader.Malformed) {
        let members = try CustomerMembers(&reader)
        guard let customer = members.customer else { throw JSONReader.Malformed() }
        self.init(customer)
    }
}

extension ChangeJSON {
    /// Reads a change of an answer: a customer, or with `deleted_at` what stays of one.
    init(_ reader: inout JSONReader) throws(JSONReader.Malformed) {
        let members = try CustomerMembers(&reader)
        let change =
            members.deletedAt == nil ? members.customer.map(Change.changed) : members.tombstone.map(Change.deleted)
        guard let change else { throw JSONReader.Malformed() }
        self.init(change)
    }
}

extension TrashedCustomer {
    init(_ reader: inout JSONReader) throws(JSONReader.Malformed) {
        guard let trashed = try CustomerMembers(&reader).trashed else { throw JSONReader.Malformed() }
        self = trashed
    }
}

extension ChangePageJSON {
    /// - Parameter limit: the changes that were asked for.
    init(_ reader: inout JSONReader, upTo limit: Int) throws(JSONReader.Malformed) {
        var changes: [ChangeJSON]?
        var cursor: String?
        var more: Bool?
        try reader.object { name, reader throws(JSONReader.Malformed) in
            switch name {
            case "changes":
                changes = try reader.array(upTo: limit) { reader throws(JSONReader.Malformed) in
                    try ChangeJSON(&reader)
                }
            case "cursor": cursor = try reader.string(upTo: AnswerLimits.cursorBytes)
            case "more": more = try reader.boolean()
            default: try reader.value()
            }
        }
        guard let changes, let cursor, !cursor.isEmpty, let more else { throw JSONReader.Malformed() }
        self.init(changes: changes.map(\.change), cursor: cursor, more: more)
    }
}

extension HealthJSON {
    init(_ reader: inout JSONReader) throws(JSONReader.Malformed) {
        var texts: [String: String] = [:]
        var replicate: Bool?
        var capabilities: [Capability] = []
        try reader.object { name, reader throws(JSONReader.Malformed) in
            switch name {
            case "status", "timestamp", "version", "contract":
                texts[name] = try reader.string(upTo: AnswerLimits.wordBytes)
            case "replicate": replicate = try reader.boolean()
            case "capabilities": capabilities = try reader.words().compactMap { Capability(rawValue: $0) }
            default: try reader.value()
            }
        }
        guard let status = texts["status"], let timestamp = texts["timestamp"], let version = texts["version"],
            let replicate
        else { throw JSONReader.Malformed() }
        self.init(
            status: status, timestamp: timestamp, version: version, replicate: replicate,
            contract: texts["contract"] ?? Self.firstContract, capabilities: capabilities)
    }
}

extension CallerJSON {
    init(_ reader: inout JSONReader) throws(JSONReader.Malformed) {
        var name: String?
        var role: String?
        var may: [Permission]?
        try reader.object { member, reader throws(JSONReader.Malformed) in
            switch member {
            case "name": name = try reader.optionalString(upTo: AnswerLimits.authorBytes)
            case "role": role = try reader.string(upTo: AnswerLimits.wordBytes)
            case "may": may = try reader.words().compactMap { Permission(rawValue: $0) }
            default: try reader.value()
            }
        }
        guard let role, let may else { throw JSONReader.Malformed() }
        self.init(name: name, role: role, may: may)
    }
}

extension JSONReader {
    /// An array of names that programs decide by.
    fileprivate mutating func words() throws(Malformed) -> [String] {
        try array(upTo: AnswerLimits.words) { reader throws(Malformed) in
            try reader.string(upTo: AnswerLimits.wordBytes)
        }
    }
}

/// The members of a customer, or of what stays of one, in whatever order they come.
private struct CustomerMembers: JSONMembers {
    private var id: CustomerID?
    private var values: [CustomerField: String] = [:]
    private var registrationDate: Timestamp?
    private var createdAt: Timestamp?
    private var updatedAt: Timestamp?
    private var version: Int?
    private var updatedBy: String?
    private(set) var deletedAt: Timestamp?
    private var deletedBy: String?
    private var restorableUntil: Timestamp?
    private var erasedAt: Timestamp?

    mutating func read(_ name: String, _ reader: inout JSONReader) throws(JSONReader.Malformed) {
        switch CustomerMember(name: name) {
        case .id: id = CustomerID(try reader.string(upTo: AnswerLimits.wordBytes))
        case .field(let field): values[field] = try reader.value(of: field)
        case .registrationDate: registrationDate = try reader.moment()
        case .createdAt: createdAt = try reader.moment()
        case .updatedAt: updatedAt = try reader.moment()
        case .version: version = Customer.version(try reader.integer())
        case .updatedBy: updatedBy = try reader.optionalString(upTo: AnswerLimits.authorBytes)
        case nil:
            switch TombstoneMember(rawValue: name) {
            case .deletedAt: deletedAt = try reader.moment()
            case .deletedBy: deletedBy = try reader.optionalString(upTo: AnswerLimits.authorBytes)
            case .restorableUntil: restorableUntil = try reader.moment()
            case .erasedAt: erasedAt = try reader.moment()
            case .customerID, .version, nil: try reader.value()
            }
        }
    }

    var customer: Customer? {
        guard let id, let details = CustomerDetails(trusted: { values[$0] }), let registrationDate, let createdAt,
            let updatedAt, let version
        else { return nil }
        return Customer(
            id: id, details: details, registrationDate: registrationDate, createdAt: createdAt, updatedAt: updatedAt,
            version: version, updatedBy: updatedBy)
    }

    var tombstone: Tombstone? {
        guard let id, let deletedAt, let version else { return nil }
        return Tombstone(
            id: id, deletedAt: deletedAt, version: version, restorableUntil: restorableUntil, erasedAt: erasedAt)
    }

    var trashed: TrashedCustomer? {
        guard let customer, let deletedAt, let restorableUntil else { return nil }
        return TrashedCustomer(
            customer, deletedAt: deletedAt, deletedBy: deletedBy, restorableUntil: restorableUntil)
    }
}

extension JSONReader {
    /// An RFC 3339 date-time, or nothing for `null`.
    mutating func moment() throws(Malformed) -> Timestamp? {
        guard let text = try optionalString(upTo: AnswerLimits.wordBytes) else { return nil }
        guard let moment = Timestamp(text) else { throw Malformed() }
        return moment
    }
}
