import Domain
import FoundationEssentials

/// A customer as one column: numbers and texts with their lengths, behind a checksum.
///
/// SQLite notices damage to its own structures but not to what they hold; the checksum keeps a flipped bit from being
/// shown as somebody's address.
enum CustomerRecord {
    static func bytes(_ customer: Customer) -> Data {
        var writer = RecordWriter()
        let moments = [customer.registrationDate, customer.createdAt, customer.updatedAt]
        for moment in moments { writer.add(moment.microseconds) }
        writer.add(Int64(customer.version))
        for field in CustomerField.original { writer.add(customer.details[field]) }
        writer.add(customer.updatedBy)
        for field in CustomerField.later { writer.add(customer.details[field]) }
        let sum = Checksum.of(customer.id, writer.bytes)
        return Data(withUnsafeBytes(of: sum.littleEndian, Array.init) + writer.bytes)
    }

    /// - Throws: ``Damage`` when these are not the bytes that were written for this customer.
    static func customer(_ id: CustomerID, _ data: Data) throws -> Customer {
        let bytes = Array(data)
        guard bytes.count > 8 else { throw Damage("a record") }
        let body = Array(bytes[8...])
        let sum = bytes.withUnsafeBytes { UInt64(littleEndian: $0.loadUnaligned(as: UInt64.self)) }
        guard Checksum.of(id, body) == sum else { throw Damage("a record") }
        var reader = RecordReader(body)
        let registered = try reader.moment()
        let created = try reader.moment()
        let updated = try reader.moment()
        guard let version = Customer.version(try reader.integer()) else { throw Damage("a record") }
        var values: [CustomerField: String] = [:]
        for field in CustomerField.original { values[field] = try reader.text() }
        let updatedBy = try reader.text()
        for field in CustomerField.later { values[field] = try reader.text() }
        guard let details = CustomerDetails(trusted: { values[$0] }) else { throw Damage("a record") }
        return Customer(
            id: id, details: details, registrationDate: registered, createdAt: created, updatedAt: updated,
            version: version, updatedBy: updatedBy)
    }
}

/// FNV-1a in 64 bits (Fowler, Noll, Vo): against accidents, not against people.
enum Checksum {
    static func of(_ id: CustomerID, _ bytes: [UInt8]) -> UInt64 {
        var sum: UInt64 = 0xCBF2_9CE4_8422_2325
        func add(_ byte: UInt8) { sum = (sum ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        withUnsafeBytes(of: id.uuid.uuid) { $0.forEach(add) }
        bytes.forEach(add)
        return sum
    }
}

private struct RecordWriter {
    private(set) var bytes: [UInt8] = []

    mutating func add(_ number: Int64) {
        withUnsafeBytes(of: number.littleEndian) { bytes += $0 }
    }

    /// The length comes first, plus one, so that 0 means that there is no text.
    mutating func add(_ text: String?) {
        bytes.append(varint: text.map { $0.utf8.count + 1 } ?? 0)
        if let text { bytes += text.utf8 }
    }
}

private struct RecordReader {
    private let bytes: [UInt8]
    private var offset = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    mutating func integer() throws -> Int64 {
        guard bytes.count - offset >= 8 else { throw Damage("a record") }
        defer { offset += 8 }
        return bytes.withUnsafeBytes { Int64(littleEndian: $0.loadUnaligned(fromByteOffset: offset, as: Int64.self)) }
    }

    mutating func moment() throws -> Timestamp {
        guard let moment = Timestamp(checked: try integer()) else { throw Damage("a record") }
        return moment
    }

    mutating func text() throws -> String? {
        let length = try bytes.varint(at: &offset)
        guard length > 0 else { return nil }
        guard bytes.count - offset >= length - 1 else { throw Damage("a record") }
        defer { offset += length - 1 }
        return String(decoding: bytes[offset..<(offset + length - 1)], as: UTF8.self)
    }
}

// MARK: - Numbers of one byte or more

extension [UInt8] {
    /// Appends a number in groups of seven bits, the least significant first (LEB128).
    mutating func append(varint number: Int) {
        var rest = UInt(bitPattern: number)
        while rest >= 0x80 {
            append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        append(UInt8(rest))
    }

    /// Reads such a number and moves `offset` behind it.
    func varint(at offset: inout Int) throws -> Int {
        var number: UInt = 0
        var shift: UInt = 0
        while offset < count, shift < 56 {
            let byte = self[offset]
            offset += 1
            number |= UInt(byte & 0x7F) << shift
            if byte < 0x80 { return Int(number) }
            shift += 7
        }
        throw Damage("a number")
    }
}
