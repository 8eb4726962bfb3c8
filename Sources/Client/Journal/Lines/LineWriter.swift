import Domain
import Wire

/// Writes one line: a JSON object (RFC 8259) whose members stand in the order in which they are given, checksummed at its end.
struct LineWriter {
    private var bytes: [UInt8] = [UInt8(ascii: "{")]

    mutating func write(_ name: StaticString, _ text: String) {
        open(name)
        write(text)
    }

    mutating func write(_ name: StaticString, ifPresent text: String?) {
        if let text { write(name, text) }
    }

    mutating func write(_ name: StaticString, _ number: some BinaryInteger) {
        open(name)
        bytes += String(number).utf8
    }

    mutating func write(_ name: StaticString, numbers: [JournalRecord.Sequence]) {
        open(name)
        writeList(numbers) { $0.bytes += String($1).utf8 }
    }

    mutating func write(_ name: StaticString, texts: [String]) {
        open(name)
        writeList(texts) { $0.write($1) }
    }

    /// An object of texts and of numbers.
    mutating func write(
        _ name: StaticString, texts: [(StaticString, String)], numbers: [(StaticString, Int64)]
    ) {
        open(name)
        var object = LineWriter()
        for (name, text) in texts { object.write(name, text) }
        for (name, number) in numbers { object.write(name, number) }
        bytes += object.bytes + [UInt8(ascii: "}")]
    }

    /// An object of texts, `null` included.
    mutating func write(_ name: StaticString, values: [(name: String, value: String?)]) {
        open(name)
        bytes.append(UInt8(ascii: "{"))
        for (index, member) in values.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            write(member.name)
            bytes.append(UInt8(ascii: ":"))
            if let value = member.value { write(value) } else { bytes += "null".utf8 }
        }
        bytes.append(UInt8(ascii: "}"))
    }

    /// A value as the API itself writes it; `nil` is `null`.
    mutating func write(_ name: StaticString, json value: (some Encodable)?) {
        open(name)
        if let value { bytes += JSONBody.bytes(value) } else { bytes += "null".utf8 }
    }

    /// The whole line, its newline included.
    consuming func checksummed() -> [UInt8] {
        if bytes.count > 1 { bytes.append(UInt8(ascii: ",")) }
        return bytes + LineChecksum.checksum(bytes) + [UInt8(ascii: "\n")]
    }

    // MARK: Parts

    private mutating func open(_ name: StaticString) {
        if bytes.count > 1 { bytes.append(UInt8(ascii: ",")) }
        write(name.description)
        bytes.append(UInt8(ascii: ":"))
    }

    private mutating func writeList<Element>(_ elements: [Element], _ write: (inout LineWriter, Element) -> Void) {
        bytes.append(UInt8(ascii: "["))
        for (index, element) in elements.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            write(&self, element)
        }
        bytes.append(UInt8(ascii: "]"))
    }

    private mutating func write(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
            case UInt8(ascii: "\n"): bytes += [UInt8(ascii: "\\"), UInt8(ascii: "n")]
            case 0..<0x20: bytes += Array("\\u00".utf8) + hexadecimal(byte)
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private func hexadecimal(_ byte: UInt8) -> [UInt8] {
        let digits = Array("0123456789abcdef".utf8)
        return [digits[Int(byte >> 4)], digits[Int(byte & 0xF)]]
    }
}
