package import HTTP
import HTTPTypes
import JSON

/// A call that tells the server's audit log what was done with customers out of its sight.
///
/// Append-only, and without a key: one that is sent again after a lost answer is recorded again, with the same moments.
package struct ReportCall: CallKind {
    /// 1 to ``ReportedUse/maximumPerReport`` of them.
    package let uses: [ReportedUse]

    package init(_ uses: [ReportedUse]) {
        self.uses = uses
    }

    package var route: Route { .audit }

    package var request: Request {
        Request(
            .post, route.path, fields: [.accept: JSONBody.mediaType, .contentType: JSONBody.mediaType],
            body: JSONValue.array(uses.map(\.json)).bytes())
    }

    package func read(_ response: Response) throws -> ReportAnswer {
        guard response.status == .noContent, response.body.isEmpty else { throw NotRecorded() }
        return .recorded
    }

    package func check(_ answer: ReportAnswer) throws(AnswerFailure) {}
    package func check(_ problem: Problem) throws(AnswerFailure) {}

    private struct NotRecorded: Error {}
}

/// What the API says to a ``ReportCall`` that succeeds.
package enum ReportAnswer: Hashable, Sendable {
    /// All of it, or none was.
    case recorded

    package var response: Response { Response(.noContent) }
}
