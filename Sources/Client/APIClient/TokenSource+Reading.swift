import Domain
import Files
import FoundationEssentials
package import Signing

extension TokenSource {
    /// How long a credential command may run.
    static let commandTimeout: Duration = .seconds(20)
    /// A longer output is not a token.
    private static let maximumBytes = 16 * 1024

    /// Whether it knows by itself when a token ends, and is asked each time.
    var renewsItself: Bool {
        if case .signIn = self { true } else { false }
    }

    /// - Parameters:
    ///   - refused: the token that the server has just not accepted.
    ///   - timeout: ends when a command has run for too long.
    func read(
        insteadOf refused: String? = nil,
        _ timeout: @escaping @Sendable () async -> Void = { try? await Task.sleep(for: commandTimeout) }
    ) async -> Result<String, CredentialFailure> {
        do throws(CredentialFailure) {
            switch self {
            case .value(let token): return .success(try Self.checked(token, from: "CUSTOMERS_API_TOKEN"))
            case .file(let path): return .success(try Self.read(path))
            case .command(let command): return .success(try await Self.run(command, timeout))
            case .signIn(let source): return await source.token(refused)
            }
        } catch {
            return .failure(error)
        }
    }

    /// The first line, if it can stand in a header field.
    private static func checked(_ text: String, from place: String) throws(CredentialFailure) -> String {
        let token = (text.split(whereSeparator: \.isNewline).first ?? "").trimmed
        guard !token.isEmpty else { throw .empty(place) }
        guard token.utf8.allSatisfy({ (0x21..<0x7F).contains($0) }) else { throw .malformed(place) }
        return token
    }

    private static func read(_ path: String) throws(CredentialFailure) -> String {
        let bytes: [UInt8]
        do throws(FileRefusal) {
            bytes = try TrustedFile.read(path, .secret(), limitBytes: maximumBytes)
        } catch {
            switch error {
            case .exposed: throw .readableByOthers(path)
            case .system, .notAFile, .link, .foreign, .tooLarge: throw .unreadable(path, error.reason)
            }
        }
        return try checked(String(decoding: bytes, as: UTF8.self), from: path)
    }

    private static func run(
        _ command: String, _ timeout: @escaping @Sendable () async -> Void
    ) async throws(CredentialFailure) -> String {
        switch await CredentialCommand(command, maximumBytes: maximumBytes).run(timeout) {
        case .succeeded(let output): return try checked(output, from: "credential_command")
        case .failed(let status): throw .commandFailed(status)
        case .tooLong: throw .commandTooLong(maximumBytes: maximumBytes)
        case .timedOut: throw .commandTimedOut
        }
    }
}

/// Why there is no token; no part of a token is ever in it.
package enum CredentialFailure: Error, Hashable, Sendable {
    case empty(String)
    case malformed(String)
    case unreadable(String, String)
    case readableByOthers(String)
    case commandFailed(String)
    case commandTimedOut
    case commandTooLong(maximumBytes: Int)
    /// Nobody is signed in; in words for people.
    case signIn(String)
    /// There is no key to sign with.
    case aws(AccessKeyFailure)
    /// It belongs to another server than the one that was to be asked.
    case foreign(owner: String, asked: String)
    /// The caller did not wait for it.
    case cancelled

    /// The cause and the next step.
    package var message: String {
        switch self {
        case .empty(let place): "There is no token in \(place)."
        case .malformed(let place): "What is in \(place) is not a token: it has blanks or control characters in it."
        case .unreadable(let path, let reason): "The token file \(path) cannot be read (\(reason))."
        case .readableByOthers(let path): "Others can read the token file \(path); run: chmod 600 \(path)"
        case .commandFailed(let status): "credential_command failed (\(status)). Run it by hand to see why."
        case .commandTooLong(let bytes):
            "credential_command wrote more than \(bytes) bytes, which is not a token; it is to print the token alone."
        case .signIn(let message): message
        case .aws(let failure): failure.message
        case .foreign(let owner, let asked):
            "The credential is for \(owner) and does not go to \(asked). Use a profile of its own for the other address."
        case .cancelled: "The request was given up."
        case .commandTimedOut:
            "credential_command did not end within \(TokenSource.commandTimeout.components.seconds) s; it gets no input."
        }
    }
}
