import Domain
import FoundationEssentials
package import HTTP
import HTTPTypes
package import Signing

/// Who the client says it is, and to whom.
package struct Credentials: Sendable {
    private let kind: Kind
    /// The only server that gets them.
    private let owner: ServerOrigin?

    private enum Kind: Sendable {
        case none
        case bearer(TokenCache)
        case aws(RequestSigner)
    }

    package static let none = Credentials(kind: .none, owner: nil)

    package static func bearer(_ tokens: TokenCache, for owner: ServerOrigin) -> Credentials {
        Credentials(kind: .bearer(tokens), owner: owner)
    }

    /// For an API that signs people in through AWS (service `execute-api`).
    package static func aws(_ signer: RequestSigner, for owner: ServerOrigin) -> Credentials {
        Credentials(kind: .aws(signer), owner: owner)
    }

    /// Gets what is needed ahead of time, so that a person who has to unlock it first does not run into a deadline.
    func prepare(for server: ServerOrigin?) async throws(APIFailure) {
        _ = try await signed(Request(.get, "/"), for: server)
    }

    /// A copy of `request` that says who sends it.
    ///
    /// - Parameter server: where it goes.
    /// - Throws: ``CredentialFailure/foreign(owner:asked:)`` before anything is read or run, when that is not whom they are
    ///   for.
    func signed(_ request: Request, for server: ServerOrigin?) async throws(APIFailure) -> Request {
        switch kind {
        case .none: return request
        case .bearer(let keeper):
            try check(server)
            return request.bearing(try await asking(keeper))
        case .aws(let signer):
            try check(server)
            return try await sign(request, signer)
        }
    }

    private func check(_ server: ServerOrigin?) throws(APIFailure) {
        guard let owner, owner == server else {
            throw .credentials(.foreign(owner: owner?.text ?? "no address", asked: server?.text ?? "no address"))
        }
    }

    /// Another copy after `refused` was not accepted; `nil` when there can be no better one.
    func signed(
        _ request: Request, insteadOf refused: Request, refusedBy response: Response
    ) async throws(APIFailure) -> Request? {
        switch kind {
        case .none: return nil
        case .bearer(let keeper):
            guard response.status == .unauthorized, let token = refused.token else { return nil }
            do throws(CredentialFailure) {
                return try await keeper.token(insteadOf: token).map(request.bearing)
            } catch {
                throw APIFailure(error)
            }
        case .aws(let signer):
            guard response.status == .unauthorized || response.status == .forbidden, signer.takesTime(from: response)
            else { return nil }
            return try await sign(request, signer)
        }
    }

    private func asking(_ keeper: TokenCache) async throws(APIFailure) -> String {
        do throws(CredentialFailure) {
            return try await keeper.token()
        } catch {
            throw APIFailure(error)
        }
    }

    private func sign(_ request: Request, _ signer: RequestSigner) async throws(APIFailure) -> Request {
        do throws(AccessKeyFailure) {
            return try await signer.signed(request)
        } catch {
            throw APIFailure(error == .cancelled ? .cancelled : .aws(error))
        }
    }
}

extension Request {
    private static let scheme = "Bearer "

    fileprivate func bearing(_ token: String) -> Request {
        var request = self
        request.fields[.authorization] = Self.scheme + token
        return request
    }

    fileprivate var token: String? {
        fields[.authorization].map { String($0.dropFirst(Self.scheme.count)) }
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
    /// Somebody's sign-in, which has a token as long as it lasts.
    case signIn(SignInSource)
}

/// What hands out the token of a sign-in, and knows when the next one is due.
package struct SignInSource: Hashable, Sendable {
    private let name: String
    /// - Parameter refused: the token that the server has just not accepted.
    let token: @Sendable (_ refused: String?) async -> Result<String, CredentialFailure>

    /// - Parameter name: tells whether two are the same.
    package init(
        name: String, token: @escaping @Sendable (_ refused: String?) async -> Result<String, CredentialFailure>
    ) {
        self.name = name
        self.token = token
    }

    package static func == (lhs: Self, rhs: Self) -> Bool { lhs.name == rhs.name }
    package func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

/// Keeps a token for all requests, and gets a fresh one when the server does not accept it any more.
package actor TokenCache {
    private let source: TokenSource
    private var kept: String?
    /// A fetch under way, which every request waits for.
    private var fetch: Task<Result<String, CredentialFailure>, Never>?

    package init(_ source: TokenSource) {
        self.source = source
    }

    func token() async throws(CredentialFailure) -> String {
        if let kept, !source.renewsItself { return kept }
        return try await fresh()
    }

    /// A token other than `refused`; `nil` when the source has no other.
    func token(insteadOf refused: String) async throws(CredentialFailure) -> String? {
        if let kept, kept != refused { return kept }
        if case .value = source { return nil }
        kept = nil
        let token = try await fresh(insteadOf: refused)
        return token == refused ? nil : token
    }

    private func fresh(insteadOf refused: String? = nil) async throws(CredentialFailure) -> String {
        let running = fetch ?? Task { [source] in keep(await source.read(insteadOf: refused)) }
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
