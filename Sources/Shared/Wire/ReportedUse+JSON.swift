import Domain
package import JSON

extension ReportedUse {
    /// As it stands in a report.
    package var json: JSONValue {
        let members: [(Member, JSONValue?)] = [
            (.what, .string(kind.rawValue)), (.when, .string(moment.text)),
            (.customerID, customerID.map { .string($0.text) }), (.count, count.map { JSONValue($0) }),
            (.sshConnection, sshConnection.map { .string($0) }),
        ]
        return .object(
            members.compactMap { member, value in
                value.map { JSONValue.Member(name: member.rawValue, value: $0) }
            })
    }

    /// Reads what ``json`` has written; `nil` for anything else.
    package init?(json: JSONValue) {
        guard let use = try? Self(json) else { return nil }
        self = use
    }

    /// Reads a report's body: an array of 1 to ``maximumPerReport`` uses.
    ///
    /// - Throws: a ``Problem`` that names the use by its number and the member at fault. Unlike elsewhere a member that nobody
    ///   knows is refused: what is recorded for good is recorded whole.
    static func all(in body: [UInt8]) throws(Problem) -> [ReportedUse] {
        guard let elements = JSONValue(parsing: body, maximumDepth: 8)?.array else {
            throw Problem(.invalidRequest, "The body must be a JSON array of what was done.")
        }
        guard (1...maximumPerReport).contains(elements.count) else {
            throw Problem(.invalidRequest, "A report has 1 to \(maximumPerReport) elements; send more in another one.")
        }
        var uses: [ReportedUse] = []
        for (index, element) in elements.enumerated() {
            do throws(Fault) {
                uses.append(try ReportedUse(element))
            } catch {
                throw Problem(.invalidRequest, "Element \(index + 1): \(error.message)")
            }
        }
        return uses
    }

    private struct Fault: Error {
        let message: String

        init(_ message: String) {
            self.message = message
        }

        init(_ member: Member, _ rule: String) {
            self.init("\(member.rawValue) must be \(rule).")
        }
    }

    private init(_ json: JSONValue) throws(Fault) {
        let values = try Self.values(json)
        guard let kind = values[.what]?.text.flatMap(Kind.init(rawValue:)) else {
            throw Fault(.what, "one of " + Kind.allCases.map(\.rawValue).joined(separator: ", "))
        }
        guard let moment = values[.when]?.text.flatMap({ Timestamp($0) }) else {
            throw Fault(.when, "an RFC 3339 date-time such as 2024-03-01T00:00:00Z")
        }
        self.init(
            kind, at: moment, customerID: try Self.customerID(values[.customerID]),
            count: try Self.count(values[.count]),
            sshConnection: try Self.connection(values[.sshConnection]))
    }

    /// The members by their names; `null` is the same as none.
    private static func values(_ json: JSONValue) throws(Fault) -> [Member: JSONValue] {
        guard let members = json.members else { throw Fault("must be a JSON object, not \(json.typeName).") }
        var values: [Member: JSONValue] = [:]
        for member in members {
            guard let known = Member(rawValue: member.name) else {
                let shown = member.name.unicodeScalars.prefix(40).map { $0.escapedInLine(asASCII: true) }.joined()
                throw Fault("\"\(shown)\" is not a member that it may have.")
            }
            guard values.updateValue(member.value, forKey: known) == nil else {
                throw Fault("\(known.rawValue) stands twice.")
            }
        }
        return values.filter { $0.value != .null }
    }

    private static func customerID(_ json: JSONValue?) throws(Fault) -> CustomerID? {
        guard let json else { return nil }
        guard let id = json.text.flatMap({ CustomerID($0) }) else { throw Fault(.customerID, "a UUID") }
        return id
    }

    private static func count(_ json: JSONValue?) throws(Fault) -> Int? {
        guard let json else { return nil }
        guard case .number(let text) = json, let count = Int(text), counts.contains(count) else {
            throw Fault(.count, "a whole number from \(counts.lowerBound) to \(counts.upperBound)")
        }
        return count
    }

    private static func connection(_ json: JSONValue?) throws(Fault) -> String? {
        guard let json else { return nil }
        guard let text = json.text, (1...maximumConnectionBytes).contains(text.utf8.count),
            text.utf8.allSatisfy({ (0x20...0x7E).contains($0) })
        else { throw Fault(.sshConnection, "1 to \(maximumConnectionBytes) printable ASCII characters") }
        return text
    }
}
