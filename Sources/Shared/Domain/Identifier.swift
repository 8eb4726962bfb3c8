package import FoundationEssentials

/// A UUID that names one kind of thing, the `Meaning`: an identifier of another kind is another type.
///
/// 16 bytes, whatever it names. Its text is in lower case; identifiers are ordered as their bytes, and as their texts.
package struct Identifier<Meaning>: Hashable, Sendable {
    package let uuid: UUID

    package init(_ uuid: UUID) {
        self.uuid = uuid
    }

    /// Reads a UUID in any letter case; `nil` when the text is not one.
    package init?(_ text: some StringProtocol) {
        var text = String(text)
        guard let uuid = text.withUTF8(UUIDText.read) else { return nil }
        self.uuid = uuid
    }

    /// `nil` for anything but 16 bytes.
    package init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 16 else { return nil }
        self.init(UUID(bytes: Array(bytes)))
    }

    /// A fresh random one (UUID version 4).
    package static func random() -> Identifier {
        var generator = SystemRandomNumberGenerator()
        return random(using: &generator)
    }

    /// One (UUID version 4) that the generator decides, so that a run can be repeated.
    package static func random(using generator: inout some RandomNumberGenerator) -> Identifier {
        let bytes = [generator.next(), generator.next()].flatMap { (word: UInt64) in
            withUnsafeBytes(of: word.bigEndian) { Array($0) }
        }
        return Identifier(UUID(bytes: bytes, version: 4))
    }

    /// The lower-case textual form, 36 characters.
    package var text: String {
        UUIDText.write(uuid)
    }

    /// The 16 bytes in which databases keep it.
    package var bytes: Data {
        withUnsafeBytes(of: uuid.uuid) { Data($0) }
    }
}

extension Identifier: Comparable {
    package static func < (lhs: Identifier, rhs: Identifier) -> Bool {
        withUnsafeBytes(of: lhs.uuid.uuid) { left in
            withUnsafeBytes(of: rhs.uuid.uuid) { right in left.lexicographicallyPrecedes(right) }
        }
    }
}

extension Identifier: CustomStringConvertible {
    package var description: String { text }
}

extension UUID {
    /// - Parameter bytes: 16 of them.
    init(bytes: [UInt8]) {
        self.init(uuid: bytes.withUnsafeBytes { $0.loadUnaligned(as: uuid_t.self) })
    }

    /// With the version and the variant of RFC 9562 §4 in their places.
    init(bytes: [UInt8], version: UInt8) {
        var bytes = bytes
        bytes[6] = bytes[6] & 0x0F | version << 4
        bytes[8] = bytes[8] & 0x3F | 0x80
        self.init(bytes: bytes)
    }
}
