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
        if let search, search.unicodeScalars.count > CustomerFilter.maximumCharacters {
            throw Problem(.invalidRequest, "search may have \(CustomerFilter.maximumCharacters) characters at most.")
        }
        let term = search.flatMap { $0.trimmed.isEmpty ? nil : $0 }
        return .list(ListQuery(limit: limit, sort: sort, search: term, cursor: cursor))
    }

    /// What similar customers are looked for by.
    func term() throws(Problem) -> String {
        guard let term = try query().single("term"), !term.trimmed.isEmpty else {
            throw Problem(.invalidRequest, "Say in term what was typed.")
        }
        try checkLength(of: term, "term")
        return term
    }

    private func checkLength(of term: String, _ name: String) throws(Problem) {
        guard term.unicodeScalars.count <= SearchTerm.maximumCharacters else {
            throw Problem(.invalidRequest, "\(name) may have \(SearchTerm.maximumCharacters) characters at most.")
        }
    }

    func page() throws(Problem) -> PageQuery {
        let query = try query()
        return PageQuery(limit: try query.limit(), cursor: try query.single("cursor"))
    }

    func timelineQuery() throws(Problem) -> TimelineQuery {
        let query = try query()
        return TimelineQuery(
            limit: try query.number("limit", in: TimelineQuery.limits) ?? TimelineQuery.usualLimit,
            cursor: try query.single("cursor"))
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

    /// What is known of a page of a timeline, as it stands in `If-None-Match`.
    func unlessTag() throws(Problem) -> String? {
        guard let value = request.fields[.ifNoneMatch] else { return nil }
        guard EntityTag.isList(value) else { throw .malformedTags("If-None-Match") }
        return value
    }

    private func match(_ value: String, named name: String, weak: Bool) throws(Problem) -> VersionMatch {
        guard let match = EntityTag.match(value, weak: weak) else { throw .malformedTags(name) }
        return match
    }

    // MARK: Bodies

    func newCustomer(readsRegistrationDate: Bool) throws(Problem) -> NewCustomer {
        var body = BodyReader(try object())
        let values = body.values()
        let date = readsRegistrationDate ? body.timestamp(CustomerMember.registrationDate.name) : nil
        // What is there without a value takes something away only where there is somebody.
        let cleared = readsRegistrationDate ? [] : CustomerField.keptUnlessNamed.filter { values[$0] != nil }
        return try body.validated { () throws(FieldViolations) in
            NewCustomer(
                try CustomerDetails { values[$0] ?? nil }, registrationDate: date, cleared: Set(cleared))
        }
    }

    func patch() throws(Problem) -> CustomerPatch {
        var body = BodyReader(try object())
        let raw = body.values()
        return try body.validated { () throws(FieldViolations) in try CustomerPatch(raw) }
    }

    func note() throws(Problem) -> NoteText {
        var body = BodyReader(try object(named: [NoteText.member]))
        let text = body.text(NoteText.member)
        return try body.validated { () throws(FieldViolations) in
            do throws(FieldViolation) {
                return try NoteText(text.flatMap(\.self) ?? "")
            } catch {
                throw FieldViolations([error])
            }
        }
    }

    func reportedUses() throws(Problem) -> [ReportedUse] {
        try checkMediaType()
        return try ReportedUse.all(in: request.body)
    }

    /// The members of the body that a write looks at.
    private func object(named names: [String] = Self.writableMembers) throws(Problem) -> [String: JSONValue] {
        try checkMediaType()
        guard !request.body.isEmpty else {
            throw Problem(.invalidRequest, "The body must be a JSON object; it is empty.")
        }
        let object: JSONObject
        do throws(JSONObjectFailure) {
            object = try JSONObject(parsing: request.body, names: names)
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
    func checkMediaType() throws(Problem) {
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

extension Problem {
    fileprivate static func malformedTags(_ name: String) -> Problem {
        Problem(.invalidRequest, "\(name) must be * or entity tags such as \"7\", in double quotes.")
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
        try number("limit", in: ListQuery.limits) ?? ListQuery.limits.upperBound
    }

    func wait() throws(Problem) -> Int? {
        try number("wait", in: ChangesQuery.waits)
    }

    fileprivate func number(_ name: String, in range: ClosedRange<Int>) throws(Problem) -> Int? {
        guard let text = try single(name) else { return nil }
        guard text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }), let number = Int(text),
            range.contains(number)
        else {
            throw Problem(
                .invalidRequest,
                "\(name) must be a whole number from \(range.lowerBound) to \(range.upperBound).")
        }
        return number
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
