import Domain
import HTTPTypes
import JSON

extension Problem {
    /// Reads one of our own problems in an answer.
    ///
    /// - Throws: anything else is not our API's answer.
    init(parsing body: [UInt8]) throws {
        let members = try JSONReader.read(body) { reader throws(JSONReader.Malformed) in try ProblemMembers(&reader) }
        guard let kind = members.kind else { throw JSONReader.Malformed() }
        self.init(
            kind, members.detail ?? kind.status.reasonPhrase, violations: members.violations, owner: members.owner,
            current: members.current)
        instance = members.instance
        restorableUntil = members.restorableUntil
    }
}

private struct ProblemMembers: JSONMembers {
    private(set) var kind: Problem.Kind?
    private(set) var detail: String?
    private(set) var violations: [FieldViolation] = []
    private(set) var instance: String?
    private(set) var owner: CustomerID?
    private(set) var current: Customer?
    private(set) var restorableUntil: Timestamp?

    mutating func read(_ name: String, _ reader: inout JSONReader) throws(JSONReader.Malformed) {
        switch name {
        case "type": kind = Problem.Kind(urn: try reader.string(upTo: AnswerLimits.wordBytes))
        case "detail": detail = try reader.optionalString(upTo: AnswerLimits.messageBytes)?.harmlessLine
        case "instance": instance = try reader.optionalString(upTo: AnswerLimits.wordBytes)?.harmlessLine
        case "customer_id":
            owner = try reader.optionalString(upTo: AnswerLimits.wordBytes).flatMap { CustomerID($0) }
        case "current":
            current = try reader.optional { reader throws(JSONReader.Malformed) in try CustomerJSON(&reader).customer }
        case "restorable_until": restorableUntil = try reader.moment()
        case "errors":
            violations = try reader.array(upTo: AnswerLimits.violations) { reader throws(JSONReader.Malformed) in
                try FieldViolation(&reader)
            }
        default: try reader.value()
        }
    }
}

extension FieldViolation {
    fileprivate init(_ reader: inout JSONReader) throws(JSONReader.Malformed) {
        var texts: [String: String] = [:]
        try reader.object { name, reader throws(JSONReader.Malformed) in
            switch name {
            case "field", "code": texts[name] = try reader.string(upTo: AnswerLimits.wordBytes)
            case "message": texts[name] = try reader.string(upTo: AnswerLimits.messageBytes).harmlessLine
            default: try reader.value()
            }
        }
        guard let field = texts["field"], let code = texts["code"], let message = texts["message"] else {
            throw JSONReader.Malformed()
        }
        self.init(field: field, code: .init(rawValue: code) ?? .format, message: message)
    }
}
