import Signing
import Subprocess
import SystemPackage

/// A command that writes a key (AWS CLI User Guide, "Sourcing credentials with an external process").
struct CredentialProcess: AccessKeySource {
    let profile: String
    let command: String
    var timeout: Duration = .seconds(60)

    /// A longer output is not a key.
    private static let maximumBytes = 64 * 1024

    func accessKey() async throws(AccessKeyFailure) -> AccessKey {
        let output = try await output()
        do throws(KeyDocumentFailure) {
            let document = try KeyDocument(output)
            guard document.version == 1 else { throw KeyDocumentFailure(reason: "its Version is not 1") }
            return try document.key()
        } catch {
            throw .processFailed(profile: profile, reason: error.reason)
        }
    }

    private func output() async throws(AccessKeyFailure) -> [UInt8] {
        let outcome = await withTaskGroup(of: Result<[UInt8], ProcessFailure>.self) { group in
            group.addTask { await run() }
            group.addTask {
                do {
                    try await Task.sleep(for: timeout)
                    return .failure(ProcessFailure(reason: "it did not end within \(timeout.components.seconds) s"))
                } catch {
                    return .failure(ProcessFailure(reason: nil))
                }
            }
            defer { group.cancelAll() }
            return await group.next() ?? .failure(ProcessFailure(reason: nil))
        }
        do throws(ProcessFailure) {
            return try outcome.get()
        } catch {
            guard let reason = error.reason, !Task.isCancelled else { throw .cancelled }
            throw .processFailed(profile: profile, reason: reason)
        }
    }

    /// - Parameter reason: `nil` when nobody waits any more.
    private struct ProcessFailure: Error {
        let reason: String?
    }

    private func run() async -> Result<[UInt8], ProcessFailure> {
        do {
            let result = try await Subprocess.run(
                .path("/bin/sh"), arguments: ["-c", command], input: .none, output: .bytes(limit: Self.maximumBytes),
                error: .string(limit: Self.maximumBytes))
            guard result.terminationStatus.isSuccess else {
                let lastLine = result.standardError.split(whereSeparator: \.isNewline).last.map(String.init)
                return .failure(ProcessFailure(reason: lastLine ?? "it ended with \(result.terminationStatus)"))
            }
            return .success(result.standardOutput)
        } catch {
            return .failure(ProcessFailure(reason: "it could not be run, or wrote too much"))
        }
    }
}
