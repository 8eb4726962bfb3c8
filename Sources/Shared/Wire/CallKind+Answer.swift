import Domain
package import HTTP
import HTTPTypes
import JSON

/// Why a response is not an answer.
package enum AnswerFailure: Error, Hashable, Sendable {
    /// The API's own answer.
    case problem(Problem)
    /// Not our API's words: a proxy, a gateway, a captive portal, a wrong address.
    ///
    /// - Parameter retryAfterSeconds: from `Retry-After`, as far as it is obeyed (``RetryAfter``).
    case foreign(status: Int, detail: String, retryAfterSeconds: Int?)
    /// Our API's words, but about something else than was asked.
    case misdirected(detail: String)
    /// An answer to a write that does not show what the write was to do.
    case unconfirmed(detail: String)
}

extension CallKind {
    /// Reads what the server said.
    ///
    /// A success is believed only as JSON of the right shape and size, with the entity tag where one belongs, and only
    /// when it is an answer to this very call: every reader of answers comes by here.
    package func answer(in response: Response) throws(AnswerFailure) -> Answer {
        guard (200..<300).contains(response.status.code) || response.status == .notModified else {
            throw failure(response)
        }
        let answer: Answer
        do {
            answer = try read(response)
        } catch {
            throw AnswerFailure.foreign(response, "the answer is not what this API says to such a request")
        }
        try check(answer)
        return answer
    }
}

extension ReadCall {
    package func read(_ response: Response) throws -> ReadAnswer {
        switch (self, response.status) {
        case (.health, .ok):
            return .health(
                try response.json { reader throws(JSONReader.Malformed) in try HealthJSON(&reader) })
        case (.openAPI, .ok): return .openAPI(response.body)
        case (.whoAmI, .ok):
            return .whoAmI(try response.json { reader throws(JSONReader.Malformed) in try CallerJSON(&reader) })
        case (.list(let query), .ok): return .page(try response.page(upTo: query.limit, following: query))
        case (.find, .ok): return .page(try response.page(upTo: 1, following: nil))
        case (.similar, .ok):
            return .page(try response.page(upTo: SimilarTerm.maximumCustomers, following: nil))
        case (.get, .ok): return .customer(try response.entity())
        case (.get, .notModified):
            guard let version = response.fields[.eTag].flatMap(EntityTag.version) else { throw Unexpected() }
            return .notModified(version: version)
        case (.timeline(_, let query, _), .ok):
            guard let tag = response.timelineTag else { throw Unexpected() }
            let page = try response.json { reader throws(JSONReader.Malformed) in
                try TimelinePage(&reader, upTo: query.limit)
            }
            return .timeline(TaggedTimelinePage(page, tag: tag, json: response.body))
        case (.timeline, .notModified):
            guard let tag = response.timelineTag else { throw Unexpected() }
            return .timelineNotModified(tag: tag)
        case (.past, .ok):
            return .past(
                try response.json { reader throws(JSONReader.Malformed) in try CustomerJSON(&reader).customer })
        case (.duplicates, .ok):
            return .duplicates(
                try response.json { reader throws(JSONReader.Malformed) in try DuplicatesJSON(&reader) })
        case (.dismissals, .ok):
            return .dismissals(
                try response.json { reader throws(JSONReader.Malformed) in try DismissalsJSON(&reader) })
        case (.trash(let query), .ok):
            return .trash(
                try response.json { reader throws(JSONReader.Malformed) in
                    try TrashPage(&reader, upTo: query.limit)
                })
        case (.erasures(let query), .ok):
            return .erasures(
                try response.json { reader throws(JSONReader.Malformed) in
                    try ErasurePage(&reader, upTo: query.limit)
                })
        case (.changes(let query), .ok):
            return .changes(
                try response.json { reader throws(JSONReader.Malformed) in
                    try ChangePageJSON(&reader, upTo: query.limit)
                })
        default: throw Unexpected()
        }
    }
}

extension WriteCall {
    package func read(_ response: Response) throws -> WriteAnswer {
        let replayOf = response.fields.replayedVersion
        switch (self, response.status) {
        case (.create, .created), (.put, .created): return .created(try response.entity(), replayOf: replayOf)
        case (.put, .ok), (.patch, .ok), (.restore, .ok): return .changed(try response.entity(), replayOf: replayOf)
        case (.note, .created):
            let entry = try response.json { reader throws(JSONReader.Malformed) in
                try TimelineEntryJSON(&reader).entry
            }
            return .noted(entry, replayOf: replayOf)
        case (.delete, .noContent), (.erase, .noContent), (.retract, .noContent), (.dismiss, .noContent):
            guard response.body.isEmpty else { throw Unexpected() }
            return switch self {
            case .retract: .retracted
            case .dismiss: .dismissed
            default: .deleted(replayOf: replayOf)
            }
        default: throw Unexpected()
        }
    }
}

private struct Unexpected: Error {}

extension Response {
    /// The entity tag of a page of a timeline.
    fileprivate var timelineTag: String? {
        fields[.eTag].flatMap { (3...AnswerLimits.wordBytes).contains($0.utf8.count) && $0.hasPrefix("\"t") ? $0 : nil }
    }

    fileprivate func json<Value>(
        _ value: (inout JSONReader) throws(JSONReader.Malformed) -> Value
    ) throws -> Value {
        guard fields[.contentType].flatMap(MediaType.essence) == JSONBody.mediaType else { throw Unexpected() }
        return try JSONReader.read(body, as: value)
    }

    fileprivate func entity() throws -> Customer {
        let customer = try json { reader throws(JSONReader.Malformed) in try CustomerJSON(&reader).customer }
        guard fields[.eTag].flatMap(EntityTag.version) == customer.version else { throw Unexpected() }
        return customer
    }

    fileprivate func page(upTo limit: Int, following query: ListQuery?) throws -> CustomerPage {
        let customers = try json { reader throws(JSONReader.Malformed) in
            try reader.array(upTo: limit) { reader throws(JSONReader.Malformed) in try CustomerJSON(&reader).customer }
        }
        let cursor = fields[.link].flatMap(PageLink.cursor)
        guard let cursor, var next = query else { return CustomerPage(customers: customers, next: nil) }
        guard (1...AnswerLimits.cursorBytes).contains(cursor.utf8.count) else { throw Unexpected() }
        next.cursor = cursor
        return CustomerPage(customers: customers, next: next)
    }
}

// MARK: - Failures

extension CallKind {
    /// What a response says that is not a success.
    fileprivate func failure(_ response: Response) -> AnswerFailure {
        let essence = response.fields[.contentType].flatMap(MediaType.essence)
        guard essence == Problem.mediaType, var problem = try? Problem(parsing: response.body),
            problem.kind.status == response.status
        else { return .foreign(response, response.status.reasonPhrase) }
        problem.retryAfterSeconds = RetryAfter.seconds(response.fields)
        problem.replayedVersion = response.fields.replayedVersion
        do throws(AnswerFailure) {
            try check(problem)
            return .problem(problem)
        } catch {
            return error
        }
    }
}

extension AnswerFailure {
    fileprivate static func foreign(_ response: Response, _ detail: String) -> AnswerFailure {
        .foreign(
            status: response.status.code, detail: detail, retryAfterSeconds: RetryAfter.seconds(response.fields))
    }
}

extension HTTPFields {
    /// The version that an earlier request made, when this is the answer to a repeat.
    fileprivate var replayedVersion: Int? {
        guard self[.idempotencyReplayed] == "true" else { return nil }
        return self[.idempotencyVersion].flatMap { Int($0) }.flatMap { Customer.version($0) }
    }
}
