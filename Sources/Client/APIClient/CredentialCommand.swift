import Subprocess
import SystemPackage

/// A run of a shell command that prints a token.
///
/// What it says on standard error is thrown away: nobody can tell an explanation from a secret. It has no standard input, and a session of its own: it cannot draw over the screen or take keys from it, and what it
/// has started ends with it.
struct CredentialCommand: Sendable {
    private let command: String
    /// A longer output is not a token.
    private let maximumBytes: Int

    init(_ command: String, maximumBytes: Int) {
        self.command = command
        self.maximumBytes = maximumBytes
    }

    enum Outcome: Sendable {
        case succeeded(output: String)
        case failed(status: String)
        case tooLong
        case timedOut
    }

    /// Runs the command to its end, and to that of all that it has started and that holds its output open.
    ///
    /// - Parameter timeout: when it returns first, the whole process group is killed.
    func run(_ timeout: @escaping @Sendable () async -> Void) async -> Outcome {
        var options = PlatformOptions()
        options.createSession = true
        do {
            let run = try await Subprocess.run(
                .path("/bin/sh"), arguments: ["-c", command], platformOptions: options, input: .none,
                output: .sequence, error: .discarded
            ) { execution in
                await reading(of: execution.standardOutput, timeout) {
                    try? execution.send(signal: .kill, toProcessGroup: true)
                }
            }
            switch run.closureResult {
            case .everything(let output):
                return run.terminationStatus.isSuccess
                    ? .succeeded(output: output) : .failed(status: Self.text(of: run.terminationStatus))
            case .tooMuch: return .tooLong
            case .nothingInTime: return .timedOut
            }
        } catch {
            return .failed(status: "not started")
        }
    }

    private static func text(of status: TerminationStatus) -> String {
        switch status {
        case .exited(let code): "status \(code)"
        case .signaled(let signal): "signal \(signal)"
        }
    }

    private enum Reading: Sendable {
        case everything(output: String)
        case tooMuch
        case nothingInTime
    }

    private func reading(
        of output: SubprocessOutputSequence, _ timeout: @escaping @Sendable () async -> Void, killing kill: () -> Void
    ) async -> Reading {
        await withTaskGroup(of: Reading.self) { group in
            group.addTask {
                await bytes(of: output).map { .everything(output: String(decoding: $0, as: UTF8.self)) } ?? .tooMuch
            }
            group.addTask {
                await timeout()
                return .nothingInTime
            }
            defer { group.cancelAll() }
            let reading = await group.next() ?? .nothingInTime
            switch reading {
            case .everything: break
            case .tooMuch, .nothingInTime: kill()
            }
            return reading
        }
    }

    /// `nil` when there is more than may be.
    private func bytes(of output: SubprocessOutputSequence) async -> [UInt8]? {
        var bytes: [UInt8] = []
        do {
            for try await buffer in output {
                buffer.withUnsafeBytes { bytes.append(contentsOf: $0) }
                if bytes.count > maximumBytes { return nil }
            }
        } catch {
            return bytes
        }
        return bytes
    }
}
