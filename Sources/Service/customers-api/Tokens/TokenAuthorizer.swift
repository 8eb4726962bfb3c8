import CustomerAPI
import Domain
import Logging
import ServiceLifecycle
import Synchronization

/// Finds out who calls, by the tokens that the file has now.
final class TokenAuthorizer: Sendable {
    private let path: String
    private let logger: Logger
    private let now: @Sendable () -> Timestamp
    private let pause: @Sendable (Duration) async -> Void
    private let state: Mutex<State>
    let wrongTokens = WrongTokens()

    private struct State {
        var list: TokenList
        /// When the file was looked at last.
        var looked: FileStamp?
        /// When it was read last.
        var read: FileStamp?
        /// Whether nobody wrote it while it was read.
        var isWhole = false
        /// Why it could not be read since, which is said once.
        var fault: String?
    }

    /// Reads the file; what a server should not start with is thrown.
    ///
    /// - Parameters:
    ///   - warn: told of each line that is taken and should not stay.
    ///   - pause: waits, for those who have sent wrong tokens.
    init(
        path: String, logger: Logger, warn: (String) -> Void = { _ in },
        now: @escaping @Sendable () -> Timestamp = Timestamp.now,
        pause: @escaping @Sendable (Duration) async -> Void = TokenAuthorizer.sleep
    ) throws(StartFailure) {
        let file = try TokenFile(path: path)
        guard !file.entries.isEmpty else {
            throw StartFailure(
                .configuration,
                """
                the token file \(path) holds no token: make one with customers-api token add NAME --role agent \
                --token-file \(path)
                """)
        }
        for warning in file.warnings(path: path) { warn(warning) }
        (self.path, self.logger, self.now, self.pause) = (path, logger, now, pause)
        state = Mutex(State(list: TokenList(entries: file.entries)))
    }

    /// Who the `Authorization` field says is calling. A wrong token's answer may take its time; a right one's does not.
    ///
    /// - Parameter source: the caller's address.
    func caller(authorization: String?, source: String?) async -> RequestContext.Caller {
        let token: String
        switch BearerField(authorization) {
        case .missing(let reason): return .unauthenticated(reason: reason)
        case .token(let text): token = text
        }
        switch state.withLock(\.list).verdict(on: token, day: now().dateText) {
        case .known(let principal): return .principal(principal)
        case .expired(let principal):
            await refuse(token, from: source, "expired token", principal.name)
            return .unauthenticated(reason: "The token has expired. Ask the operator for another one.")
        case .unknown:
            await refuse(token, from: source, "wrong token")
            return .unauthenticated(
                reason: AccessToken.isDamaged(token)
                    ? "The token is cut off or mistyped. Copy it again."
                    : "The token is not one that this server knows.")
        }
    }

    private func refuse(_ token: String, from source: String?, _ message: String, _ name: String? = nil) async {
        let attempt = wrongTokens.count(token, from: source)
        var metadata: Logger.Metadata = ["source": "\(source ?? "none")", "attempt": "\(attempt.number)"]
        if let name { metadata["principal"] = "\(name)" }
        logger.warning("\(message)", metadata: metadata)
        if attempt.delay > .zero { await pause(attempt.delay) }
    }

    /// Not longer than the server lives.
    static func sleep(_ duration: Duration) async {
        await cancelWhenGracefulShutdown { try? await Task.sleep(for: duration) }
    }
}

extension TokenAuthorizer: Reloadable {
    func reload() async {
        read()
        state.withLock { state in state.isWhole = false }
    }

    /// Reads the file when it has changed, and has not since the look before: an editor may be writing it.
    func reloadIfChanged() async {
        let stamp = FileStamp(path: path)
        let isDue = state.withLock { state in
            defer { state.looked = stamp }
            return stamp == state.looked && (stamp != state.read || !state.isWhole)
        }
        guard isDue else { return }
        read()
        state.withLock { state in (state.read, state.isWhole) = (stamp, true) }
    }

    private func read() {
        do throws(StartFailure) {
            take(try TokenFile(path: path))
        } catch {
            keep(becauseOf: error.message)
        }
    }

    private func take(_ file: TokenFile) {
        let list = TokenList(entries: file.entries)
        let isNew = state.withLock { state in
            defer { (state.list, state.fault) = (list, nil) }
            return state.list != list || state.fault != nil
        }
        guard isNew else { return }
        logger.notice("tokens read", metadata: ["tokens": "\(list.entries.count)"])
        for warning in file.warnings(path: path) { logger.warning("\(warning)") }
        if list.entries.isEmpty { logger.warning("the token file holds no token, so nobody may call") }
    }

    /// The old list stays: a slip of the editor locks nobody out.
    private func keep(becauseOf fault: String) {
        let isNew = state.withLock { state in
            defer { state.fault = fault }
            return state.fault != fault
        }
        if isNew { logger.error("tokens not read; those from before stay", metadata: ["cause": "\(fault)"]) }
    }
}
