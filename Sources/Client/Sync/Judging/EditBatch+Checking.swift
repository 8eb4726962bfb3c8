package import APIClient
import Domain
package import Journal
package import Wire

extension EditBatch {
    /// An answer as far as it can be believed.
    ///
    /// A success must speak of this customer and of the version that this very request can have made, a mismatch must
    /// tell of this customer as it is now; anything else was said by somebody else than the API.
    package func checked(_ result: Result<Answer, APIFailure>) -> Result<Answer, APIFailure> {
        switch result {
        case .success(let answer):
            guard believes(answer) else {
                return .failure(.notOurAPI(status: 200, detail: "the answer belongs to another request"))
            }
        case .failure(.refused(let problem)) where problem.kind == .versionMismatch:
            guard problem.current?.id == customer else {
                return .failure(.notOurAPI(status: 412, detail: "the answer belongs to another request"))
            }
        case .failure: break
        }
        return result
    }

    private func believes(_ answer: Answer) -> Bool {
        switch (change, answer) {
        case (.create, .created(let current, let replayOf)):
            current.id == customer && (replayOf ?? current.version) == 1
        case (.edit(_, let version), .changed(let current, let replayOf)):
            current.id == customer && (replayOf ?? current.version) == version + 1
        case (.delete, .deleted): true
        default: false
        }
    }
}
