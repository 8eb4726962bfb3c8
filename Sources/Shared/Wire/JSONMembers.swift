import JSON

/// The members of a JSON object, gathered in whatever order they come.
protocol JSONMembers {
    init()
    /// Reads the value of a member, also of one that nobody asks for.
    mutating func read(_ name: String, _ reader: inout JSONReader) throws(JSONReader.Malformed)
}

extension JSONMembers {
    init(_ reader: inout JSONReader) throws(JSONReader.Malformed) {
        var members = Self()
        try reader.object { name, reader throws(JSONReader.Malformed) in try members.read(name, &reader) }
        self = members
    }
}
