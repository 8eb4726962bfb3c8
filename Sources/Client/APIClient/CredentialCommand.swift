import Subprocess
import SystemPackage

/// A run of a shell command that prints a token.
///
/// It has no standard input, and a session of its own: it cannot draw over the screen or take keys from it, and what it
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
        /// - Parameter errors: the last line on standard error.
        case failed(status: String, errors: String)
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
                output: .sequence, error: .sequence
            ) { execution in
                await said(by: execution.standardOutput, execution.standardError, timeout) {
                    try? execution.send(signal: .kill, toProcessGroup: true)
                }
            }
            switch run.closureResult {
            case .everything(let output, let errors):
                if run.terminationStatus.isSuccess { return .succeeded(output: output) }
                let last = errors.split(whereSeparator: \.isNewline).last.map(String.init) ?? ""
                return .failed(status: Self.text(of: run.terminationStatus), errors: last)
            case .tooMuch: return .tooLong
            case .nothingInTime: return .timedOut
            }
        } catch {
            return .failed(status: "not started", errors: "")
        }
    }

    private static func text(of status: TerminationStatus) -> String {
        switch status {
        case .exited(let code): "status \(code)"
        case .signaled(let signal): "signal \(signal)"
        }
    }

    private enum Said: Sendable {
        case everything(output: String, errors: String)
        case tooMuch
        case nothingInTime
    }

    private enum Arrival: Sendable {
        /// `nil` when there is more than may be.
        case output([UInt8]?)
        case errors([UInt8])
        case timeout
    }

    private func said(
        by output: SubprocessOutputSequence, _ errors: SubprocessOutputSequence,
        _ timeout: @escaping @Sendable () async -> Void, killing kill: () -> Void
    ) async -> Said {
        await withTaskGroup(of: Arrival.self) { group in
            group.addTask { .output(await bytes(of: output)) }
            group.addTask { .errors(await lastBytes(of: errors)) }
            group.addTask {
                await timeout()
                return .timeout
            }
            defer { group.cancelAll() }
            var text: String?
            var errorText: String?
            for await arrival in group {
                switch arrival {
                case .output(let bytes?): text = String(decoding: bytes, as: UTF8.self)
                case .errors(let bytes): errorText = String(decoding: bytes, as: UTF8.self)
                case .output(nil):
                    kill()
                    return .tooMuch
                case .timeout:
                    kill()
                    return .nothingInTime
                }
                if let text, let errorText { return .everything(output: text, errors: errorText) }
            }
            return .nothingInTime
        }
    }

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

    private func lastBytes(of errors: SubprocessOutputSequence) async -> [UInt8] {
        var bytes: [UInt8] = []
        do {
            for try await buffer in errors {
                buffer.withUnsafeBytes { bytes.append(contentsOf: $0) }
                bytes = bytes.suffix(maximumBytes)
            }
        } catch {
            return bytes
        }
        return bytes
    }
}
