import JSON

/// How a file of lines that were not taken says why; such a file can be corrected and imported.
enum RejectedLine {
    /// The last column, or member, of a file of rejected lines; an import passes it over.
    static let member = "rejected_because"
    /// The member that holds what is no JSON, and is read as if it stood there itself.
    static let text = "rejected_text"
    /// The same of a vCard.
    static let property = "X-REJECTED-BECAUSE"

    /// Whether a member of an object is none of a customer's.
    static func isAside(_ name: String) -> Bool { name == member || name == text }

    /// Whether a line of a vCard begins a reason.
    static func isReason(_ line: some StringProtocol) -> Bool {
        let name = line.prefix(property.count)
        return name.uppercased() == property && line.dropFirst(name.count).first.map { ":;".contains($0) } ?? false
    }

    /// The lines of a vCard without the reasons that it has from before, and what goes on with them.
    static func withoutReasons<Line: StringProtocol>(_ lines: [Line]) -> [Line] {
        var isWithinReason = false
        return lines.filter { line in
            let goesOn = line.first == " " || line.first == "\t"
            isWithinReason = isReason(line) || isWithinReason && goesOn
            return !isWithinReason
        }
    }

    /// An object without the reasons that it has from before; any other text as it is.
    static func withoutReasons(_ object: [UInt8]) -> [UInt8] {
        var (rest, isFirst, hasReason) = (Array("{".utf8), true, false)
        let isObject: Void? = try? JSONReader.read(object) { reader throws(JSONReader.Malformed) in
            try reader.object { name, reader throws(JSONReader.Malformed) in
                _ = reader.kind()
                let value = try reader.value()
                hasReason = hasReason || name == member
                guard name != member else { return }
                if !isFirst { rest.append(UInt8(ascii: ",")) }
                isFirst = false
                rest.append(json: name)
                rest.append(UInt8(ascii: ":"))
                rest.append(contentsOf: value)
            }
        }
        return isObject != nil && hasReason ? rest + Array("}".utf8) : object
    }
}
