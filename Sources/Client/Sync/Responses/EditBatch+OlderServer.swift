package import APIClient
import Domain
import Journal
package import Wire

/// Requests that a server of an earlier version of the contract does not know.
extension EditBatch {
    /// What the server must be able to do; `nil` for what every one can.
    private var needed: (capability: Capability, lack: String)? {
        switch change {
        case .note: (.timeline, "The server keeps no notes")
        case .restore: (.trash, "The server restores nobody")
        case .create, .edit, .delete: nil
        }
    }

    /// The same end of the request, with the reason in words, if it is that the server is of an earlier version.
    ///
    /// - Parameter ask: what the API answers to a call.
    package func withReason(
        _ result: Result<WriteAnswer, APIFailure>, ask: (ReadCall) async -> Result<ReadAnswer, APIFailure>
    ) async -> Result<WriteAnswer, APIFailure> {
        guard let needed, case .failure(.refused(var problem)) = result,
            problem.kind == .notFound || problem.kind == .methodNotAllowed,
            case .success(.health(let health)) = await ask(.health), !health.has(needed.capability)
        else { return result }
        problem.detail =
            "\(needed.lack): it is of an earlier version than this program. Nothing is lost: send it again when the server "
            + "has been updated, or discard it."
        return .failure(.refused(problem))
    }
}
