import Domain
import JSON
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
        bytes.append(json: numbers, between: "[", "]") { $0 += String($1).utf8 }
    }

    mutating func write(_ name: StaticString, texts: [String]) {
        open(name)
        bytes.append(json: texts, between: "[", "]") { $0.append(json: $1, escapes: .fewest) }
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
        bytes.append(json: values, between: "{", "}") { bytes, member in
            bytes.append(json: member.name, escapes: .fewest)
            bytes.append(UInt8(ascii: ":"))
            if let value = member.value {
                bytes.append(json: value, escapes: .fewest)
            } else {
                bytes += "null".utf8
            }
        }
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

    private mutating func write(_ text: String) {
        bytes.append(json: text, escapes: .fewest)
    }
}
