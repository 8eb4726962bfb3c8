import Domain
import HTTP
import HTTPTypes
import JSON

/// Takes the parts of a request one by one, each with its own error.
struct RequestReader {
    let request: Request

    init(_ request: Request) {
        self.request = request
    }

    // MARK: Query

    func query() throws(Problem) -> Query {
        do throws(MalformedQuery) {
            return try Query(parsing: request.query)
        } catch {
            throw Problem(.invalidRequest, "The query string is not percent-encoded UTF-8.")
        }
    }

    func listing() throws(Problem) -> ReadCall {
        let query = try query()
        let search = try query.single("search")
        let (limit, cursor) = (try query.limit(), try query.single("cursor"))
        let sort = try query.sort()
        if let email = try query.single("email") {
            guard search == nil, cursor == nil else {
                throw Problem(.invalidRequest, "Use email alone: it cannot be combined with search or cursor.")
            }
            return .find(email: email)
        }
        if let search, search.unicodeScalars.count > SearchTerm.maximumCharacters {
            throw Problem(.invalidRequest, "search may have \(SearchTerm.maximumCharacters) characters at most.")
        }
        let term = search.flatMap { $0.trimmed.isEmpty ? nil : $0 }
        return .list(ListQuery(limit: limit, sort: sort, search: term, cursor: cursor))
    }

    // MARK: Header fields

    func idempotencyKey() throws(Problem) -> IdempotencyKey? {
        guard let value = request.fields[.idempotencyKey] else { return nil }
        guard let key = IdempotencyKey(value.trimmed) else {
            throw Problem(.invalidRequest, "Idempotency-Key must be one UUID.")
        }
        return key
    }

    func condition() throws(Problem) -> WriteCondition {
        let (ifMatch, ifNoneMatch) = (request.fields[.ifMatch], request.fields[.ifNoneMatch])
        switch (ifMatch, ifNoneMatch) {
        case (nil, nil): return .none
        case (let value?, nil): return .matches(try match(value, named: "If-Match", weak: false))
        case (nil, let value?) where value.trimmed == "*" && request.method == .put: return .mustNotExist
        case (nil, _):
            throw Problem(.invalidRequest, "Of If-None-Match a write takes only *, and only with PUT.")
        default:
            throw Problem(.invalidRequest, "Use either If-Match or If-None-Match, not both.")
        }
    }

    func unlessVersion() throws(Problem) -> VersionMatch? {
        guard let value = request.fields[.ifNoneMatch] else { return nil }
        return try match(value, named: "If-None-Match", weak: true)
    }

    private func match(_ value: String, named name: String, weak: Bool) throws(Problem) -> VersionMatch {
        guard let match = EntityTag.match(value, weak: weak) else {
            throw Problem(.invalidRequest, "\(name) must be * or entity tags such as \"7\", in double quotes.")
        }
        return match
    }

    // MARK: Bodies

    func newCustomer(readsRegistrationDate: Bool) throws(Problem) -> NewCustomer {
        var body = BodyReader(try object())
        let raw = CustomerField.allCases.map { ($0, body.text($0.rawValue) ?? nil) }
        let date = readsRegistrationDate ? body.timestamp(CustomerMember.registrationDate.name) : nil
        let values = Dictionary(uniqueKeysWithValues: raw)
        return try body.validated { () throws(FieldViolations) in
            NewCustomer(try CustomerDetails { values[$0] ?? nil }, registrationDate: date)
        }
    }

    func patch() throws(Problem) -> CustomerPatch {
        var body = BodyReader(try object())
        var raw: [CustomerField: String?] = [:]
        for field in CustomerField.allCases {
            if let value = body.text(field.rawValue) { raw[field] = .some(value) }
        }
        return try body.validated { () throws(FieldViolations) in try CustomerPatch(raw) }
    }

    func reportedUses() throws(Problem) -> [ReportedUse] {
        try checkMediaType()
        return try ReportedUse.all(in: request.body)
    }

    /// The members of the body that a write looks at.
    private func object() throws(Problem) -> [String: JSONValue] {
        try checkMediaType()
        guard !request.body.isEmpty else {
            throw Problem(.invalidRequest, "The body must be a JSON object; it is empty.")
        }
        let object: JSONObject
        do throws(JSONObjectFailure) {
            object = try JSONObject(parsing: request.body, names: Self.writableMembers)
        } catch {
            switch error {
            case .notJSON where looksLikeUTF16:
                throw Problem(.invalidRequest, "The body is in UTF-16. Send it in UTF-8.")
            case .notJSON: throw Problem(.invalidRequest, "The body is not valid JSON in UTF-8.")
            case .notAnObject(let typeName):
                throw Problem(.invalidRequest, "The body must be a JSON object, not \(typeName).")
            }
        }
        // Readers differ in which of two they take, so what one checks another may not store (RFC 8259 §4).
        guard object.repeatedName == nil else {
            throw Problem(.invalidRequest, "The body names a member twice. Name each one once.")
        }
        return object.members
    }

    /// A JSON text begins with an ASCII character, which has a zero byte beside it in UTF-16 (RFC 4627 §3).
    private var looksLikeUTF16: Bool {
        let start = request.body.prefix(2)
        return start.contains(0) || start == [0xFE, 0xFF] || start == [0xFF, 0xFE]
    }

    private static let writableMembers =
        CustomerField.allCases.map(\.rawValue) + [CustomerMember.registrationDate.name]

    /// A body says what it is: a page of another origin can send none of these types without asking first, and a type left
    /// out is one that it can send (the Fetch standard's CORS-safelisted request headers).
    private func checkMediaType() throws(Problem) {
        let accepted =
            request.method == .patch
            ? ["application/merge-patch+json", JSONBody.mediaType] : [JSONBody.mediaType]
        guard let contentType = request.fields[.contentType], let essence = MediaType.essence(contentType),
            accepted.contains(essence)
        else {
            throw Problem(
                .unsupportedMediaType,
                "Send the body as \(accepted.joined(separator: " or ")), and say so in Content-Type.")
        }
        guard MediaType.isUTF8(contentType) else {
            throw Problem(.unsupportedMediaType, "Send the body in UTF-8, which Content-Type has to say or leave out.")
        }
    }
}

// MARK: - Members of a body

/// Reads members of a JSON object and gathers what is wrong with them, so that one answer names every fault.
private struct BodyReader {
    let members: [String: JSONValue]
    var violations: [FieldViolation] = []

    init(_ members: [String: JSONValue]) {
        self.members = members
    }

    /// The member's text: outer `nil` when it is absent, inner `nil` for `null`.
    mutating func text(_ name: String) -> String?? {
        switch members[name] {
        case nil: return .none
        case .null: return .some(nil)
        case .string(let value): return .some(value)
        case let other?:
            violations.append(
                FieldViolation(field: name, code: .type, message: "must be a string, not \(other.typeName)"))
            return .none
        }
    }

    mutating func timestamp(_ name: String) -> Timestamp? {
        guard case .some(.some(let value)) = text(name) else { return nil }
        guard let timestamp = Timestamp(value) else {
            let message = "must be an RFC 3339 date-time such as 2024-03-01T00:00:00Z"
            violations.append(FieldViolation(field: name, code: .format, message: message))
            return nil
        }
        return timestamp
    }

    /// What `make` makes of the members, unless they or it have a fault.
    func validated<Value>(_ make: () throws(FieldViolations) -> Value) throws(Problem) -> Value {
        do throws(FieldViolations) {
            return try FieldViolations.gathered(after: violations, make)
        } catch {
            let violations = FieldViolations(error.all.sorted { Self.place($0) < Self.place($1) })
            throw Problem(.validation, violations.message + ".", violations: violations.all)
        }
    }

    /// Faults are reported in the order of the fields.
    private static func place(_ violation: FieldViolation) -> Int {
        CustomerField.allCases.firstIndex { $0.rawValue == violation.field } ?? CustomerField.allCases.count
    }
}

// MARK: - Parameters

extension Query {
    /// The parameter's value; `nil` without one.
    func single(_ name: String) throws(Problem) -> String? {
        let values = values(name)
        guard values.count <= 1 else { throw Problem(.invalidRequest, "\(name) is given \(values.count) times.") }
        return values.first
    }

    func limit() throws(Problem) -> Int {
        guard let text = try single("limit") else { return ListQuery.limits.upperBound }
        guard text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }), let limit = Int(text),
            ListQuery.limits.contains(limit)
        else {
            throw Problem(
                .invalidRequest,
                "limit must be a whole number from \(ListQuery.limits.lowerBound) to \(ListQuery.limits.upperBound).")
        }
        return limit
    }

    func sort() throws(Problem) -> ListQuery.Sort {
        guard let text = try single("sort") else { return .name }
        guard let sort = ListQuery.Sort(rawValue: text) else {
            let valid = ListQuery.Sort.allCases.map(\.rawValue).joined(separator: " or ")
            throw Problem(.invalidRequest, "sort must be \(valid).")
        }
        return sort
    }
}
