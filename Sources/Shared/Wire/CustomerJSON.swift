package import Domain

/// A customer as it stands in JSON; each member is written, `null` included.
package struct CustomerJSON: Hashable, Sendable {
    package let customer: Customer

    package init(_ customer: Customer) {
        self.customer = customer
    }

    enum Member: String, CodingKey {
        case customerID = "customer_id"
        case name, email, phone, address
        case registrationDate = "registration_date"
        case createdAt = "created_at"
        case updatedAt = "updated_at"
        case version
        case updatedBy = "updated_by"
    }
}

extension CustomerJSON: Encodable {
    package func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: Member.self)
        try members.encode(customer.id.text, forKey: .customerID)
        try members.encode(customer.name, forKey: .name)
        try members.encode(customer.email, forKey: .email)
        try members.encode(customer.phone, forKey: .phone)
        try members.encode(customer.address, forKey: .address)
        try members.encode(customer.registrationDate.text, forKey: .registrationDate)
        try members.encode(customer.createdAt.text, forKey: .createdAt)
        try members.encode(customer.updatedAt.text, forKey: .updatedAt)
        try members.encode(customer.version, forKey: .version)
        try members.encode(customer.updatedBy, forKey: .updatedBy)
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
        bytes.append(UInt8(ascii: "["))
        for customer in customers {
            if bytes.count > 1 { bytes.append(UInt8(ascii: ",")) }
            CustomerJSON(customer).append(to: &bytes)
        }
        bytes.append(UInt8(ascii: "]"))
        return bytes
    }

    private static let typicalBytes = 400

    private func append(to bytes: inout [UInt8]) {
        func name(_ member: Member) {
            bytes.append(member == .customerID ? UInt8(ascii: "{") : UInt8(ascii: ","))
            bytes.append(json: member.rawValue)
            bytes.append(UInt8(ascii: ":"))
        }
        func add(_ member: Member, _ text: String?) {
            name(member)
            if let text { bytes.append(json: text) } else { bytes += "null".utf8 }
        }
        add(.customerID, customer.id.text)
        add(.name, customer.name)
        add(.email, customer.email)
        add(.phone, customer.phone)
        add(.address, customer.address)
        add(.registrationDate, customer.registrationDate.text)
        add(.createdAt, customer.createdAt.text)
        add(.updatedAt, customer.updatedAt.text)
        name(.version)
        bytes += String(customer.version).utf8
        add(.updatedBy, customer.updatedBy)
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
        let members = try decoder.container(keyedBy: Member.self)
        func timestamp(_ member: Member) throws -> Timestamp {
            guard let value = Timestamp(try members.decode(String.self, forKey: member)) else {
                throw DecodingError.dataCorruptedError(
                    forKey: member, in: members, debugDescription: "is no RFC 3339 date-time")
            }
            return value
        }
        guard let id = CustomerID(try members.decode(String.self, forKey: .customerID)) else {
            throw DecodingError.dataCorruptedError(
                forKey: .customerID, in: members, debugDescription: "is no UUID")
        }
        let version = try members.decode(Int.self, forKey: .version)
        customer = Customer(
            id: id,
            details: CustomerDetails(
                trustedName: try members.decode(String.self, forKey: .name),
                email: try members.decode(String.self, forKey: .email),
                phone: try members.decodeIfPresent(String.self, forKey: .phone),
                address: try members.decodeIfPresent(String.self, forKey: .address)),
            registrationDate: try timestamp(.registrationDate), createdAt: try timestamp(.createdAt),
            updatedAt: try timestamp(.updatedAt), version: Customer.version(version) ?? Customer.versions.upperBound,
            updatedBy: try members.decodeIfPresent(String.self, forKey: .updatedBy))
    }
}
