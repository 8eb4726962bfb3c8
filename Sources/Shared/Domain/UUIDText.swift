import FoundationEssentials

/// UUIDs as text (RFC 9562 §4): 36 characters, hexadecimal digits in groups.
///
/// Foundation's own reader takes a space in front for a digit, and is slow for files with many.
enum UUIDText {
    private static let length = 36
    private static let hyphens = [8, 13, 18, 23]

    /// `nil` for anything but a UUID, in letters of either case.
    static func read(_ text: UnsafeBufferPointer<UInt8>) -> UUID? {
        guard text.count == length, hyphens.allSatisfy({ text[$0] == UInt8(ascii: "-") }) else { return nil }
        var uuid = uuid_t(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
        var index = 0
        let isUUID = withUnsafeMutableBytes(of: &uuid) { bytes in
            for position in bytes.indices {
                if hyphens.contains(index) { index += 1 }
                guard let high = value(text[index]), let low = value(text[index + 1]) else { return false }
                bytes[position] = high << 4 | low
                index += 2
            }
            return true
        }
        return isUUID ? UUID(uuid: uuid) : nil
    }

    /// In lower case.
    static func write(_ uuid: UUID) -> String {
        withUnsafeBytes(of: uuid.uuid) { bytes in
            String(unsafeUninitializedCapacity: length) { text in
                var index = 0
                for byte in bytes {
                    if hyphens.contains(index) {
                        text[index] = UInt8(ascii: "-")
                        index += 1
                    }
                    text[index] = digit(byte >> 4)
                    text[index + 1] = digit(byte & 0xF)
                    index += 2
                }
                return length
            }
        }
    }

    private static func value(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        default: nil
        }
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }
}
