import HTTP
import Wire

/// What a request has come to, for the caller, for the log and for the audit log.
struct RequestOutcome {
    let response: Response
    /// Why there is no success.
    let problem: Problem.Kind?
    /// What a store, or the disk of the audit log, said about a failure.
    let cause: String?
    /// `nil` when the call could not be read, or was not carried out.
    let call: Call?
    let subject: AuditSubject
    /// How long it was held back for a change.
    var waited: Duration = .zero
    /// Whether it was held back, and there was no change all the same.
    let isIdleWait: Bool

    /// - Parameter idle: how long it was held back in vain; `nil` when it was not.
    init(_ response: Response, call: Call? = nil, subject: AuditSubject = AuditSubject(), idle: Duration? = nil) {
        isIdleWait = idle != nil
        waited = idle ?? .zero
        self.response = response
        self.call = call
        self.subject = subject
        problem = nil
        cause = nil
    }

    init(_ error: APIError, of context: RequestContext, subject: AuditSubject = AuditSubject()) {
        var problem = error.problem
        problem.instance = context.requestID
        response = problem.response
        self.problem = problem.kind
        cause = error.cause
        call = nil
        isIdleWait = false
        self.subject = subject
    }
}

/// The answer to a call of any kind.
enum CallAnswer {
    case read(ReadAnswer)
    case write(WriteAnswer)
    case report(ReportAnswer)

    var response: Response {
        switch self {
        case .read(let answer): answer.response
        case .write(let answer): answer.response
        case .report(let answer): answer.response
        }
    }
}

extension AuditSubject {
    mutating func add(_ answer: CallAnswer) {
        switch answer {
        case .read(let answer): add(answer)
        case .write(let answer): add(answer)
        case .report: break
        }
    }
}
