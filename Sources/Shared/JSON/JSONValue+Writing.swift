extension JSONValue {
    /// The text, in UTF-8.
    ///
    /// - Parameter capacity: bytes to make room for.
    package func bytes(capacity: Int = 512) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(capacity)
        write(to: &bytes)
        return bytes
    }

    private func write(to bytes: inout [UInt8]) {
        switch self {
        case .null: bytes += "null".utf8
        case .bool(let value): bytes += (value ? "true" : "false").utf8
        case .number(let text): bytes += text.utf8
        case .string(let text): bytes.append(json: text)
        case .array(let values): bytes.append(json: values, between: "[", "]") { $1.write(to: &$0) }
        case .object(let members):
            bytes.append(json: members, between: "{", "}") { bytes, member in
                bytes.append(json: member.name)
                bytes.append(UInt8(ascii: ":"))
                member.value.write(to: &bytes)
            }
        }
    }
}

extension [UInt8] {
    /// Appends what stands between brackets, with commas between one and the next.
    @inlinable
    package mutating func append<Part>(
        json parts: some Sequence<Part>, between opening: Unicode.Scalar, _ closing: Unicode.Scalar,
        _ write: (inout [UInt8], Part) -> Void
    ) {
        append(UInt8(ascii: opening))
        var isFirst = true
        for part in parts {
            if !isFirst { append(UInt8(ascii: ",")) }
            isFirst = false
            write(&self, part)
        }
        append(UInt8(ascii: closing))
    }
}
