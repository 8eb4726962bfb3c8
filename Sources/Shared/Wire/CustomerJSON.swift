package import Domain
import JSON

/// A customer as it stands in JSON; each member is written, also of what there is none.
package struct CustomerJSON: Hashable, Sendable {
    package let customer: Customer

    package init(_ customer: Customer) {
        self.customer = customer
    }
}

extension CustomerJSON: Encodable {
    package func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: CustomerMember.self)
        for member in CustomerMember.allCases {
            switch member {
            case .version: try members.encode(customer.version, forKey: member)
            case .field(let field): try members.encode(FieldJSON(customer.details[field], of: field), forKey: member)
            case .id, .registrationDate, .createdAt, .updatedAt, .updatedBy:
                try members.encode(customer.text(of: member), forKey: member)
            }
        }
    }
}

// MARK: - Whole bodies

extension CustomerJSON {
    /// The same as by ``encode(to:)``, members in the order of the contract: an encoder takes three times as long as all
    /// else that a server does for a page.
    static func bytes(_ customer: Customer) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(typicalBytes)
        CustomerJSON(customer).append(to: &bytes)
        return bytes
    }

    /// An array of them.
    static func bytes(_ customers: [Customer]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(customers.count * typicalBytes + 2)
        bytes.append(json: customers, between: "[", "]") { CustomerJSON($1).append(to: &$0) }
        return bytes
    }

    private static let typicalBytes = 400

    /// What stands before the value of each member.
    private static let beginnings = CustomerMember.allCases.map { member in
        Array("\(member == .id ? "{" : ",")\"\(member.name)\":".utf8)
    }

    private func append(to bytes: inout [UInt8]) {
        for (member, beginning) in zip(CustomerMember.allCases, Self.beginnings) {
            bytes += beginning
            switch member {
            case .version: bytes += String(customer.version).utf8
            case .field(let field): bytes.append(FieldJSON(customer.details[field], of: field))
            case .id, .registrationDate, .createdAt, .updatedAt, .updatedBy:
                bytes.append(customer.text(of: member).map(FieldJSON.text) ?? .null)
            }
        }
        bytes.append(UInt8(ascii: "}"))
    }
}

// MARK: - In files of this program's own

extension CustomerJSON: Decodable {
    /// Reads a customer as this program wrote it: what was believed once is not doubted now.
    ///
    /// Earlier programs believed any version. One that none can be reads as the highest: no server is there, so whatever
    /// is made on it is merged with what the server has.
    package init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CustomerMember.self)
        func timestamp(_ member: CustomerMember) throws -> Timestamp {
            guard let value = Timestamp(try members.decode(String.self, forKey: member)) else {
                throw DecodingError.dataCorruptedError(
                    forKey: member, in: members, debugDescription: "is not an RFC 3339 date-time")
            }
            return value
        }
        guard let id = CustomerID(try members.decode(String.self, forKey: .id)) else {
            throw DecodingError.dataCorruptedError(
                forKey: .id, in: members, debugDescription: "is not a UUID")
        }
        let details = try CustomerDetails(trusted: { field in try members.value(of: field) })
        guard let details else {
            throw DecodingError.valueNotFound(
                String.self, .init(codingPath: members.codingPath, debugDescription: "lacks a required field"))
        }
        let version = try members.decode(Int.self, forKey: .version)
        customer = Customer(
            id: id, details: details,
            registrationDate: try timestamp(.registrationDate), createdAt: try timestamp(.createdAt),
            updatedAt: try timestamp(.updatedAt), version: Customer.version(version) ?? Customer.versions.upperBound,
            updatedBy: try members.decodeIfPresent(String.self, forKey: .updatedBy))
    }
}
