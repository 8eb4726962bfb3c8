import APIClient
import Panes
import Wire

extension Failure {
    /// What the panes need to know of a failed call, with its words for people.
    init(_ failure: APIFailure) {
        let kind: Kind = if case .refused(let problem) = failure { .refused(problem) } else { .other }
        self.init(kind, failure.message)
    }
}
