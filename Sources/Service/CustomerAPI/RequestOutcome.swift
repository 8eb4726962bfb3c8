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

    init(_ response: Response, call: Call? = nil, subject: AuditSubject = AuditSubject()) {
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
