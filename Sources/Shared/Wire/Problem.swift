package import Domain
import FoundationEssentials
package import HTTPTypes

/// A failure as `application/problem+json` (RFC 9457).
package struct Problem: Error, Hashable, Sendable {
    package let kind: Kind
    /// What happened and what to do, for people.
    package var detail: String
    /// The fields at fault, when the kind is `validation`.
    package var violations: [FieldViolation] = []
    /// The request's id, which finds it in the server's log.
    package var instance: String?
    /// Who has the email, when the kind is `emailTaken`.
    package var owner: CustomerID?
    /// The customer as it is now, when the kind is `versionMismatch`.
    package var current: Customer?
    /// When to try again (`Retry-After`), in seconds.
    package var retryAfterSeconds: Int?
    /// The version that the first request with this idempotency key made, when this answers a repeat.
    package var replayedVersion: Int?
    /// Until when a deleted customer can be restored, when the kind is `deleted`.
    package var restorableUntil: Timestamp?
    /// What the resource takes (`Allow`), when the kind is `methodNotAllowed`.
    package var allowed: String?

    package init(
        _ kind: Kind, _ detail: String, violations: [FieldViolation] = [], owner: CustomerID? = nil,
        current: Customer? = nil, retryAfterSeconds: Int? = nil, replayedVersion: Int? = nil,
        allowed: String? = nil
    ) {
        self.kind = kind
        self.detail = detail
        self.violations = violations
        self.owner = owner
        self.current = current
        self.retryAfterSeconds = retryAfterSeconds
        self.replayedVersion = replayedVersion
        self.allowed = allowed
    }

    package init(_ violations: FieldViolations) {
        self.init(.validation, violations.message + ".", violations: violations.all)
    }

    /// What programs decide by: a stable URN and its status.
    package enum Kind: String, Sendable, CaseIterable {
        case invalidRequest = "invalid-request"
        case validation
        case badCursor = "bad-cursor"
        case unauthenticated
        case forbidden
        case notFound = "not-found"
        /// The record as it was then is not known: it was never recorded, or its values were trimmed.
        case notRecorded = "not-recorded"
        case methodNotAllowed = "method-not-allowed"
        case notAcceptable = "not-acceptable"
        case emailTaken = "email-taken"
        case writeInProgress = "write-in-progress"
        case deleted
        /// A change cursor from another store epoch: the reader starts over.
        case cursorExpired = "cursor-expired"
        case versionMismatch = "version-mismatch"
        case contentTooLarge = "content-too-large"
        case unsupportedMediaType = "unsupported-media-type"
        case expectationFailed = "expectation-failed"
        case idempotencyKeyReused = "idempotency-key-reused"
        case throttled
        case unavailable
        case `internal`

        static let urnPrefix = "urn:customers:problem:"

        package var urn: String { Self.urnPrefix + rawValue }

        /// `nil` for a URN that is not ours.
        package init?(urn: String) {
            guard urn.hasPrefix(Self.urnPrefix) else { return nil }
            self.init(rawValue: String(urn.dropFirst(Self.urnPrefix.count)))
        }

        package var status: HTTPResponse.Status {
            switch self {
            case .invalidRequest, .validation, .badCursor: .badRequest
            case .unauthenticated: .unauthorized
            case .forbidden: .forbidden
            case .notFound, .notRecorded: .notFound
            case .methodNotAllowed: .methodNotAllowed
            case .notAcceptable: .notAcceptable
            case .emailTaken, .writeInProgress: .conflict
            case .deleted, .cursorExpired: .gone
            case .versionMismatch: .preconditionFailed
            case .contentTooLarge: .contentTooLarge
            case .unsupportedMediaType: .unsupportedMediaType
            case .expectationFailed: .expectationFailed
            case .idempotencyKeyReused: .unprocessableContent
            case .throttled: .tooManyRequests
            case .unavailable: .serviceUnavailable
            case .internal: .internalServerError
            }
        }
    }
}

// MARK: - JSON

extension Problem: Codable {
    package static let mediaType = "application/problem+json"

    private enum Member: String, CodingKey {
        case type, title, status, detail, error, errors, instance
        case customerID = "customer_id"
        case current
        case restorableUntil = "restorable_until"
    }

    private struct ViolationJSON: Codable {
        let field: String
        let code: String
        let message: String
    }

    package func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: Member.self)
        try members.encode(kind.urn, forKey: .type)
        try members.encode(kind.status.reasonPhrase, forKey: .title)
        try members.encode(kind.status.code, forKey: .status)
        try members.encode(detail, forKey: .detail)
        try members.encode(detail, forKey: .error)
        if !violations.isEmpty {
            let errors = violations.map { ViolationJSON(field: $0.field, code: $0.code.rawValue, message: $0.message) }
            try members.encode(errors, forKey: .errors)
        }
        try members.encodeIfPresent(instance, forKey: .instance)
        try members.encodeIfPresent(owner?.text, forKey: .customerID)
        try members.encodeIfPresent(current.map(CustomerJSON.init), forKey: .current)
        try members.encodeIfPresent(restorableUntil?.text, forKey: .restorableUntil)
    }

    /// Reads one of our own problems; anything else is a `DecodingError`, because it is not our API's answer.
    package init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: Member.self)
        guard let kind = Kind(urn: try members.decode(String.self, forKey: .type)) else {
            throw DecodingError.dataCorruptedError(
                forKey: .type, in: members, debugDescription: "is not a problem of this API")
        }
        self.init(kind, try members.decodeIfPresent(String.self, forKey: .detail) ?? kind.status.reasonPhrase)
        violations =
            (try? members.decodeIfPresent([ViolationJSON].self, forKey: .errors))?.map {
                FieldViolation(field: $0.field, code: .init(rawValue: $0.code) ?? .format, message: $0.message)
            } ?? []
        instance = try members.decodeIfPresent(String.self, forKey: .instance)
        owner = try members.decodeIfPresent(String.self, forKey: .customerID).flatMap { CustomerID($0) }
        current = (try? members.decodeIfPresent(CustomerJSON.self, forKey: .current))?.customer
        restorableUntil = try members.decodeIfPresent(String.self, forKey: .restorableUntil).flatMap { Timestamp($0) }
    }
}
