import Files
import FoundationEssentials
import Glibc
import Subprocess

/// The tmux session in which the interface runs, which is asked how many terminals show it.
struct TmuxSession: Sendable {
    private let socket: String
    /// As tmux writes it: `$0`.
    private let session: String
    /// The pane in which the interface runs, `%0`; `nil` when nobody has said.
    private let pane: String?
    /// Where tmux is looked for.
    private let path: String

    /// tmux answers at once, or never.
    private static let timeout = Duration.seconds(2)
    private static let maximumBytes = 64 * 1024

    /// - Returns: `nil` outside tmux, and where its socket is another user's: a server can have its client write files.
    init?(_ environment: [String: String]) {
        // The socket, the server's process, and the session's number.
        let parts = (environment["TMUX"] ?? "").split(separator: ",", omittingEmptySubsequences: false)
        guard parts.count >= 3, let number = parts.last.flatMap({ UInt32($0) }) else { return nil }
        socket = parts.dropLast(2).joined(separator: ",")
        session = "$\(number)"
        pane = environment["TMUX_PANE"].flatMap { $0.first == "%" && UInt32($0.dropFirst()) != nil ? $0 : nil }
        path = environment["PATH"] ?? "/usr/bin:/bin"
        guard socket.hasPrefix("/"), (try? FileStatus(at: socket))?.owner == geteuid() else { return nil }
    }

    /// How many terminals show the session, or its window in another session; `nil` when tmux does not say in time.
    func terminalCount() async -> Int? {
        await withTaskGroup(of: Int?.self) { group in
            group.addTask { await answer().map(count) }
            group.addTask {
                try? await Task.sleep(for: Self.timeout)
                return nil
            }
            // tmux is killed when it is given up.
            defer { group.cancelAll() }
            return await group.next() ?? nil
        }
    }

    /// A line for each terminal, its session and window; behind them one with a mark, for the pane's own.
    private var arguments: [String] {
        let places = ["-S", socket, "list-clients", "-F", "#{session_id} #{window_id}"]
        guard let pane else { return places }
        return places + [";", "display-message", "-p", "-t", pane, "\(Self.mark) #{session_id} #{window_id}"]
    }

    private static let mark = "here"

    /// tmux hands its whole environment to the server, which has no need of ours: a token may be in it.
    private var environment: Subprocess.Environment { .custom(["PATH": path]) }

    private func answer() async -> String? {
        let result = try? await Subprocess.run(
            .name("tmux"), arguments: Arguments(arguments), environment: environment, input: .none,
            output: .string(limit: Self.maximumBytes), error: .discarded)
        guard let result, result.terminationStatus.isSuccess else { return nil }
        return result.standardOutput
    }

    private func count(_ answer: String) -> Int {
        let lines = answer.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
        let here = lines.last { $0.first == Self.mark }.map { Array($0.dropFirst()) } ?? [session]
        return lines.count { $0.first != Self.mark && !Set($0).isDisjoint(with: here) }
    }
}
