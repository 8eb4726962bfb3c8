import Domain
import FoundationEssentials
import HTTP

/// Who the client says it is.
package enum Credentials: Sendable {
    case none
    case bearer(TokenKeeper)

    /// The token to send; `nil` without credentials.
    func token() async throws(APIFailure) -> String? {
        guard case .bearer(let keeper) = self else { return nil }
        do throws(CredentialFailure) {
            return try await keeper.token()
        } catch {
            throw APIFailure(error)
        }
    }

    /// A fresh token after `refused` was not accepted; `nil` when there can be no other.
    func token(insteadOf refused: String) async throws(APIFailure) -> String? {
        guard case .bearer(let keeper) = self else { return nil }
        do throws(CredentialFailure) {
            return try await keeper.token(insteadOf: refused)
        } catch {
            throw APIFailure(error)
        }
    }
}

extension APIFailure {
    /// Without a token nothing was sent.
    fileprivate init(_ failure: CredentialFailure) {
        self =
            failure == .cancelled
            ? .unreachable(TransportFailure(.cancelled, mayHaveArrived: false)) : .credentials(failure)
    }
}

/// Where a bearer token comes from.
package enum TokenSource: Hashable, Sendable {
    /// From the environment.
    case value(String)
    /// The first line of a file that only its owner may read.
    case file(path: String)
    /// The first line that a shell command writes, as mail clients have it.
    case command(String)
}

/// Keeps a token for all requests, and gets a fresh one when the server does not accept it any more.
package actor TokenKeeper {
    private let source: TokenSource
    private var kept: String?
    /// A fetch under way, which every request waits for.
    private var fetch: Task<Result<String, CredentialFailure>, Never>?

    package init(_ source: TokenSource) {
        self.source = source
    }

    func token() async throws(CredentialFailure) -> String {
        if let kept { return kept }
        return try await fresh()
    }

    /// A token other than `refused`; `nil` when the source has no other.
    func token(insteadOf refused: String) async throws(CredentialFailure) -> String? {
        if let kept, kept != refused { return kept }
        if case .value = source { return nil }
        kept = nil
        let token = try await fresh()
        return token == refused ? nil : token
    }

    private func fresh() async throws(CredentialFailure) -> String {
        let running = fetch ?? Task { [source] in keep(await source.read()) }
        fetch = running
        // A task's value is waited for even by those who were cancelled; a stream ends for them at once.
        let (results, arrival) = AsyncStream.makeStream(of: Result<String, CredentialFailure>.self)
        Task {
            arrival.yield(await running.value)
            arrival.finish()
        }
        for await result in results { return try result.get() }
        throw .cancelled
    }

    /// Ends the fetch, whether or not anybody still waits for it.
    private func keep(_ result: Result<String, CredentialFailure>) -> Result<String, CredentialFailure> {
        fetch = nil
        kept = try? result.get()
        return result
    }
}
