import CustomerAPI
import Domain
import DynamoDB
import JSON
import Wire

/// Receipts in one binary attribute: a byte for the kind, the version, the key and the fingerprint of each, the creation
/// first. Some fifty bytes each, half of what text would take: sixteen of them still leave most items in one kilobyte,
/// which is one write unit.
extension WriteHistory {
    /// `nil` without receipts.
    var attribute: AttributeValue? {
        let receipts = (creation.map { [$0] } ?? []) + recent
        return receipts.isEmpty ? nil : .binary(receipts.flatMap(\.bytes))
    }

    init(attribute: AttributeValue) throws(StoreFailure) {
        guard let bytes = attribute.bytes else { throw Self.unreadable }
        var reader = ByteReader(bytes[...])
        var receipts: [WriteReceipt] = []
        while !reader.isAtEnd {
            guard let receipt = WriteReceipt(&reader) else { throw Self.unreadable }
            receipts.append(receipt)
        }
        let creation = receipts.first.flatMap { $0.kind == .create ? $0 : nil }
        self.init(creation: creation, recent: creation == nil ? receipts : Array(receipts.dropFirst()))
    }

    private static let unreadable = StoreFailure.failed(detail: "An item's recent_ops cannot be read.")
}

extension WriteReceipt {
    private static let kinds: [Kind] = [.create, .change, .delete]

    fileprivate var bytes: [UInt8] {
        [UInt8(Self.kinds.firstIndex(of: kind) ?? 0)] + UInt32(clamping: version).bigEndianBytes
            + PackedText.packed(key) + PackedText.packed(fingerprint)
    }

    fileprivate init?(_ reader: inout ByteReader) {
        guard let kind = reader.byte(), kind < Self.kinds.count, let version = reader.bytes(4),
            let key = PackedText.unpacked(&reader), let fingerprint = PackedText.unpacked(&reader)
        else { return nil }
        self.init(
            key: key, fingerprint: fingerprint, kind: Self.kinds[Int(kind)],
            version: version.reduce(0) { $0 << 8 | Int($1) })
    }
}

/// A text behind its length; UUIDs and hexadecimal digits take half the room.
enum PackedText {
    private enum Form: UInt8 {
        case text, hexadecimal, uuid
    }

    static func packed(_ text: String) -> [UInt8] {
        if let key = IdempotencyKey(text), key.text == text { return [Form.uuid.rawValue] + key.bytes }
        if let digits = packedDigits(text) { return [Form.hexadecimal.rawValue, UInt8(digits.count)] + digits }
        let bytes = Array(text.utf8.prefix(255))
        return [Form.text.rawValue, UInt8(bytes.count)] + bytes
    }

    static func unpacked(_ reader: inout ByteReader) -> String? {
        switch reader.byte().flatMap(Form.init) {
        case .uuid:
            let key: IdempotencyKey? = reader.identifier()
            return key?.text
        case .hexadecimal:
            let bytes = reader.byte().flatMap { reader.bytes(Int($0)) }
            return bytes.map { Hexadecimal.text($0) }
        case .text:
            return reader.byte().flatMap { reader.bytes(Int($0)) }.flatMap { String(validating: $0, as: UTF8.self) }
        case nil: return nil
        }
    }

    /// `nil` unless the text is an even number of lower-case hexadecimal digits.
    private static func packedDigits(_ text: String) -> [UInt8]? {
        let digits = text.utf8.compactMap { Hexadecimal.value(of: $0) }
        let bytes = stride(from: 0, to: digits.count - 1, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
        return (1...255).contains(bytes.count) && Hexadecimal.text(bytes) == text ? bytes : nil
    }
}
