import CustomerAPI
import Domain
import Logging
import Synchronization

/// Finds out whose a token is, by those that the file has now.
final class TokenAuthorizer: Sendable {
    private let file: WatchedFiles<Known>
    private let logger: Logger
    private let now: @Sendable () -> Timestamp
    private let former: Mutex<FormerTokens>
    /// How often other tokens were read than before.
    let changes: Atomic<Int>

    /// What the file says.
    private struct Known: Equatable {
        let list: TokenList
        /// A sentence for each line that is taken and should not stay.
        let warnings: [String]

        init(path: String) throws(StartFailure) {
            try StartFailure.refuseReplaceable("the token file", path)
            let file = try TokenFile(path: path)
            (list, warnings) = (TokenList(entries: file.entries), file.warnings(path: path))
        }
    }

    /// Reads the file; what a server should not start with is thrown.
    ///
    /// - Parameter warn: told of each line that is taken and should not stay.
    convenience init(
        path: String, logger: Logger, warn: (String) -> Void = { _ in },
        now: @escaping @Sendable () -> Timestamp = Timestamp.now
    ) throws(StartFailure) {
        let file = try WatchedFiles([path]) { () throws(StartFailure) in try Known(path: path) }
        guard !file.value.list.entries.isEmpty else {
            throw StartFailure(
                .configuration,
                """
                the token file \(path) holds no token: make one with customers-api token add NAME --role agent \
                --token-file \(path)
                """)
        }
        for warning in file.value.warnings { warn(warning) }
        self.init(file, logger, now)
    }

    /// Throws nothing: Swift 6.3 cannot compile one that does beside an atomic, where it optimises.
    private init(_ file: WatchedFiles<Known>, _ logger: Logger, _ now: @escaping @Sendable () -> Timestamp) {
        (self.file, self.logger, self.now) = (file, logger, now)
        var former = FormerTokens()
        former.remember(file.value.list)
        self.former = Mutex(former)
        changes = Atomic(0)
    }

    func verdict(on token: String) -> TokenVerdict {
        switch file.value.list.match(token, day: now().dateText) {
        case .known(let principal): return .holder(principal)
        case .expired(let principal):
            return Self.ended(principal, "has expired")
        case .unknown:
            if let principal = former.withLock({ $0.holder(of: token) }) {
                return Self.ended(principal, "was revoked or replaced")
            }
            return .wrong(
                reason: AccessToken.isDamaged(token)
                    ? "The token is cut off or mistyped. Copy it again."
                    : "The token is not one that this server knows.")
        }
    }

    private static func ended(_ principal: Principal, _ what: String) -> TokenVerdict {
        let whose = principal.name.map { " of \($0)" } ?? ""
        return .outOfTime(reason: "The token\(whose) \(what). Ask the operator for another one.")
    }
}

extension TokenAuthorizer: Reloadable {
    func reload() async {
        tell(file.readAnew())
    }

    func reloadIfChanged() async {
        tell(file.readIfChanged())
    }

    private func tell(_ news: WatchedFiles<Known>.News?) {
        switch news {
        case nil: break
        case .read(let known):
            former.withLock { $0.remember(known.list) }
            changes.add(1, ordering: .relaxed)
            logger.notice("tokens read", metadata: ["tokens": "\(known.list.entries.count)"])
            for warning in known.warnings { logger.warning("\(warning)") }
            if known.list.entries.isEmpty { logger.warning("the token file holds no token, so nobody may call") }
        case .failed(let cause):
            // A slip of the editor locks nobody out.
            logger.error("tokens not read; those from before stay", metadata: ["cause": "\(cause)"])
        }
    }
}
