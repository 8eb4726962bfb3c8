import APIClient
import Cache
import Workspace

/// What is kept here is neither changed nor shown before a look at who was erased, and no command that has reached the API
/// ends without one.
extension CommandContext {
    /// Removes what is kept here of persons who were erased on request, as far as the API tells of them soon; once.
    func removeErased() async {
        switch await workspace.erasures.begin() {
        case .success(let report)?: if let message = report.message { StandardError.say(message) }
        case .failure(let failure)?: if failure.isLocal { StandardError.say(failure.message) }
        case nil: break
        }
    }

    /// The same before anything is shown from here because the API did not answer. One that no request reaches is not waited
    /// for again.
    func removeErased(because failure: APIFailure) async {
        if case .unreachable = failure, !failure.mayHaveArrived { return }
        await removeErased()
    }

    /// The customers who are kept here, to be shown in place of what the API did not answer.
    ///
    /// - Throws: the failure, where it is no absence or nobody is kept.
    func cache(because failure: APIFailure) async throws(APIFailure) -> CustomerCache {
        guard failure.isAbsence, let cache = workspace.cache else { throw failure }
        await removeErased(because: failure)
        return cache
    }
}
