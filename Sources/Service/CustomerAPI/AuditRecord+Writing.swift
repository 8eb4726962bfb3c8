import Domain
import JSON
import Wire

extension AuditRecord {
    /// Appends the record's members in JSON, without braces; the names are documented in `Assets/docs/operating.md`.
    ///
    /// No text that comes from outside can end the line or reach a terminal as a control character.
    package func appendMembers(to line: inout [UInt8]) {
        line.append(member: "time", moment.text, isFirst: true)
        switch event {
        case .request(let request):
            line.append(member: "kind", "request")
            appendCaller(to: &line)
            request.appendMembers(to: &line)
        case .reported(let use):
            line.append(member: "kind", "reported")
            appendCaller(to: &line)
            use.appendMembers(to: &line)
        case .refused(let refusals):
            line.append(member: "kind", "refused")
            appendCaller(to: &line)
            refusals.appendMembers(to: &line)
        }
    }

    private func appendCaller(to line: inout [UInt8]) {
        line.append(member: "principal", caller.identity?.text)
        line.append(member: "name", caller.principal?.email)
        line.append(member: "role", caller.principal?.role.rawValue)
        line.append(member: "source", source)
        line.append(member: "request_id", requestID)
    }
}

extension AuditedRequest {
    fileprivate func appendMembers(to line: inout [UInt8]) {
        line.append(member: "method", method)
        line.append(member: "route", route)
        line.append(member: "status", status)
        line.append(member: "problem", problem?.rawValue)
        line.append(member: "customer_id", subject.customerID?.text)
        line.append(member: "other_id", subject.otherID?.text)
        line.append(member: "version", subject.version)
        if !subject.fields.isEmpty {
            line.append(member: "fields")
            line.append(json: subject.fields, between: "[", "]") { $0.append(json: $1.rawValue) }
        }
        if subject.isRepeat {
            line.append(member: "repeat")
            line.append(contentsOf: "true".utf8)
        }
        line.append(member: "count", subject.count)
        line.append(member: "term", subject.term)
    }
}

extension CountedRefusals {
    fileprivate func appendMembers(to line: inout [UInt8]) {
        line.append(member: "count", count)
        line.append(member: "first", span.lowerBound.text)
        line.append(member: "last", span.upperBound.text)
    }
}

extension ReportedUse {
    fileprivate func appendMembers(to line: inout [UInt8]) {
        line.append(member: "what", kind.rawValue)
        line.append(member: "when", moment.text)
        line.append(member: "customer_id", customerID?.text)
        line.append(member: "count", count)
        line.append(member: "ssh_connection", sshConnection)
    }
}

extension [UInt8] {
    /// Appends a member's name, ready for its value.
    ///
    /// - Parameter name: in letters that need no escape.
    package mutating func append(member name: StaticString, isFirst: Bool = false) {
        if !isFirst { append(UInt8(ascii: ",")) }
        append(UInt8(ascii: "\""))
        append(contentsOf: UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
        append(UInt8(ascii: "\""))
        append(UInt8(ascii: ":"))
    }

    /// Appends a member, unless it has no value.
    package mutating func append(member name: StaticString, _ text: String?, isFirst: Bool = false) {
        guard let text else { return }
        append(member: name, isFirst: isFirst)
        if text.utf8.allSatisfy({ $0 < 0x80 }) { append(json: text) } else { append(escaping: text) }
    }

    /// Appends a member, unless it has no value.
    package mutating func append(member name: StaticString, _ number: Int?) {
        guard let number else { return }
        append(member: name)
        append(contentsOf: String(number).utf8)
    }

    /// Appends a text in which nothing is obeyed by a terminal, and nothing looks like the end of a line.
    private mutating func append(escaping text: String) {
        append(UInt8(ascii: "\""))
        for scalar in text.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator:
                for unit in String(scalar).utf16 {
                    append(contentsOf: #"\u"#.utf8)
                    append(contentsOf: Hexadecimal.digits([UInt8(unit >> 8), UInt8(unit & 0xFF)]))
                }
            default:
                if scalar == "\"" || scalar == "\\" { append(UInt8(ascii: "\\")) }
                append(contentsOf: String(scalar).utf8)
            }
        }
        append(UInt8(ascii: "\""))
    }
}
