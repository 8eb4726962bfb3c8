package import APIClient
package import Domain
import Synchronization
package import Wire

/// What was done with customers out of the server's sight: noted at once, and told to the API's audit log when it is there.
///
/// Noting never fails a caller and waits for no network. Each use has a moment of its own, to the millisecond, so that one that
/// is recorded twice, because a program was killed between telling and forgetting it, is known as one.
package final class UseReports: Sendable {
    private let file: ReportFile?
    private let api: String
    private let client: CustomerClient
    private let sshConnection: String?
    private let now: @Sendable () -> Timestamp
    private let state = Mutex(State())

    private struct State {
        /// What could not be written, newest last.
        var unwritten: [ReportLine] = []
        var latest = Timestamp(microseconds: 0)
        var hasFailed = false
    }

    /// - Parameters:
    ///   - directory: the profile's; `nil` where there is none, and what is noted ends with the program.
    ///   - api: the origin that is told, and no other.
    ///   - client: makes one attempt at a time.
    ///   - sshConnection: where the person sits, as sshd's `SSH_CONNECTION` has it.
    package init(
        directory: String?, api: String, client: CustomerClient, sshConnection: String?,
        now: @escaping @Sendable () -> Timestamp = { .now() }
    ) {
        file = directory.map { ReportFile(folder: $0) }
        self.api = api
        self.client = client
        self.sshConnection = sshConnection.flatMap(Self.harmless)
        self.now = now
    }

    /// What sshd never writes is told to nobody.
    private static func harmless(_ connection: String) -> String? {
        let isKnown =
            (1...128).contains(connection.utf8.count)
            && connection.utf8.allSatisfy { (0x20...0x7E).contains($0) }
        return isKnown ? connection : nil
    }

    /// All that is kept in a profile's directory.
    package static let fileNames = ReportFile.names

    /// How many uses wait in a profile's directory to be told.
    package static func waiting(in directory: String) -> Int {
        (try? ReportFile(folder: directory).lines().count) ?? 0
    }

    // MARK: Noting

    /// A use that is noted, whose extent may be known later.
    package struct Noted: Sendable {
        fileprivate let line: ReportLine
    }

    /// Notes a use.
    ///
    /// - Parameter count: how many customers it is about; `nil` when nobody knows yet.
    /// - Returns: what is noted, and the first time that it could not be written down why.
    package func note(
        _ kind: ReportedUse.Kind, of customer: CustomerID? = nil, count: Int? = nil
    ) -> (noted: Noted, failure: ReportFailure?) {
        let use = ReportedUse(
            kind, at: nextMoment(), customerID: customer, count: count, sshConnection: sshConnection)
        let line = ReportLine(use, of: api)
        return (Noted(line: line), write(line))
    }

    /// Says how many customers a use was about; a use of nobody was none.
    package func complete(_ noted: Noted, count: Int) {
        let (old, use) = (noted.line, noted.line.use)
        let new = ReportedUse(
            use.kind, at: use.moment, customerID: use.customerID, count: count, sshConnection: use.sshConnection)
        let line = count > 0 ? ReportLine(new, of: api) : nil
        state.withLock { $0.unwritten = $0.unwritten.compactMap { $0 == old ? line : $0 } }
        try? file?.remove([old], inserting: line)
    }

    private func write(_ line: ReportLine) -> ReportFailure? {
        guard let file else {
            keep(line)
            return nil
        }
        do throws(ReportFailure) {
            try file.append(line)
            return nil
        } catch {
            keep(line)
            let isFirst = state.withLock { state in
                defer { state.hasFailed = true }
                return !state.hasFailed
            }
            return isFirst ? error : nil
        }
    }

    private func keep(_ line: ReportLine) {
        state.withLock { $0.unwritten = $0.unwritten.suffix(ReportedUse.maximumPerReport - 1) + [line] }
    }

    /// As it stands in a report, with nothing smaller than a millisecond.
    private func nextMoment() -> Timestamp {
        let now = now().microseconds / 1_000 * 1_000
        return state.withLock { state in
            state.latest = Timestamp(microseconds: max(now, state.latest.microseconds + 1_000))
            return state.latest
        }
    }

    // MARK: Telling

    /// Tells the API what is noted, unless another program does so already; what it does not take for now stays.
    ///
    /// - Returns: whether nothing is left to be told.
    @discardableResult
    package func deliver() async -> Bool {
        guard hasNews else { return true }
        guard let file else { return await deliverAll() }
        return await file.reporting { await deliverAll() } ?? false
    }

    private func deliverAll() async -> Bool {
        while true {
            let (written, unwritten) = next
            guard !written.isEmpty || !unwritten.isEmpty else { return true }
            guard await tell(written + unwritten) else { return false }
            state.withLock { $0.unwritten.removeAll(where: unwritten.contains) }
            guard !written.isEmpty else { continue }
            // What cannot be forgotten would be told for ever.
            do { try file?.remove(written) } catch { return false }
        }
    }

    private var hasNews: Bool { !next.written.isEmpty || !next.unwritten.isEmpty }

    /// What one report takes, as it stands in the file, and what could not be written there.
    private var next: (written: [ReportLine], unwritten: [ReportLine]) {
        func own(_ lines: [ReportLine], _ count: Int) -> [ReportLine] {
            Array(lines.lazy.filter { $0.api == self.api }.prefix(count))
        }
        let written = own((try? file?.lines()) ?? [], ReportedUse.maximumPerReport)
        return (written, own(state.withLock(\.unwritten), ReportedUse.maximumPerReport - written.count))
    }

    /// - Returns: whether the API has recorded it, or never will.
    private func tell(_ batch: [ReportLine]) async -> Bool {
        do throws(APIFailure) {
            _ = try await client.answer(ReportCall(batch.map(\.use)))
            return true
        } catch {
            return error.endsReport
        }
    }
}

extension APIFailure {
    /// Whether the same report would never be taken: the API keeps no such log, or not for this caller.
    fileprivate var endsReport: Bool {
        switch self {
        case .refused: true
        // A gateway that knows no such route; that the API is behind it is known.
        case .notOurAPI(let status, _): status == 404
        case .unreachable, .signInNeeded, .turnedAway, .busy, .serverFailed, .misdirected, .unconfirmed, .credentials:
            false
        case .unsettled(let last): last.endsReport
        }
    }
}
