import CustomerAPI
import Domain
import Foundation
import TestSupport
import Testing

@testable import customers_api

@Suite("The file of tokens")
struct TokenListTests {
    private static let token = "0123456789abcdef"

    /// Reads a file of tokens that has this text and mode.
    private func list(_ text: String, mode: Int = 0o600) async throws -> Result<TokenList, StartFailure> {
        try await withTemporaryFolder { folder in
            let path = folder + "/tokens"
            try Data(text.utf8).write(to: URL(filePath: path))
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
            do throws(StartFailure) {
                return .success(try TokenList(path: path))
            } catch {
                return .failure(error)
            }
        }
    }

    private func failure(_ text: String, mode: Int = 0o600) async throws -> StartFailure? {
        if case .failure(let failure) = try await list(text, mode: mode) { failure } else { nil }
    }

    @Test(
        "A file that its group or others may read, write or run is refused with the command that mends it",
        arguments: [0o640, 0o620, 0o610, 0o604, 0o602, 0o601])
    func openToOthers(mode: Int) async throws {
        let failure = try #require(try await failure(Self.token, mode: mode))
        #expect(failure.status == .configuration)
        #expect(failure.message.contains("is open to other users of this machine: chmod 600 "))
    }

    @Test("A file that is its owner's alone is read", arguments: [0o600, 0o400, 0o700])
    func owners(mode: Int) async throws {
        #expect(try await failure(Self.token, mode: mode) == nil)
    }

    @Test("A caller is known by the token, and by its name where it has one; the scheme is Bearer, in any case")
    func callers() async throws {
        let tokens = try await list("# staff\n\n kim : \(Self.token)k \n\(Self.token)p\n").get()
        #expect(
            tokens.caller(authorization: "Bearer \(Self.token)k") == .principal(Principal(name: "kim", role: .exporter))
        )
        #expect(
            tokens.caller(authorization: "bearer  \(Self.token)k ")
                == .principal(Principal(name: "kim", role: .exporter)))
        #expect(
            tokens.caller(authorization: "BEARER \(Self.token)p") == .principal(Principal(name: nil, role: .exporter)))
    }

    @Test(
        "A caller without a token of the file is told what to send",
        arguments: [
            (nil, "Send a token: Authorization: Bearer <token>."),
            ("", "Authorization must be: Bearer <token>."),
            ("Bearer", "Authorization must be: Bearer <token>."),
            ("Basic \(token)", "Authorization must be: Bearer <token>."),
            ("Bearer \(token)x", "The token is not one that this server knows."),
            ("Bearer kim:\(token)", "The token is not one that this server knows."),
        ])
    func strangers(authorization: String?, reason: String) async throws {
        let tokens = try await list("kim:\(Self.token)").get()
        #expect(tokens.caller(authorization: authorization) == .unauthenticated(reason: reason))
    }

    @Test(
        "What is not a token is named by its line",
        arguments: [
            "0123456789abcde", "kim:0123456789abcde", ":\(token)", "0123456789 abcdef", "kim:lee:\(token)",
            "0123456789abcdé", "0123456789abcd\"",
        ])
    func noToken(line: String) async throws {
        let failure = try #require(try await failure("# staff\n\(Self.token)\n\(line)\n"))
        #expect(failure.status == .configuration)
        #expect(failure.message.hasPrefix("line 3 of the token file "))
        #expect(failure.message.contains("16 or more of the characters"))
    }

    @Test("Every character of RFC 6750's b64token may be in one")
    func alphabet() async throws {
        let token = "azAZ09-._~+/0123=="
        let tokens = try await list(token).get()
        #expect(tokens.caller(authorization: "Bearer \(token)") == .principal(Principal(name: nil, role: .exporter)))
    }

    @Test("A file without a token, one that is not text and one that is not there say so, each with its exit status")
    func nothing() async throws {
        let empty = try #require(try await failure("\n# none\n"))
        #expect(empty.status == .configuration && empty.message.contains("holds no token"))
        do throws(StartFailure) {
            _ = try TokenList(path: "/nowhere/tokens")
            Issue.record("it was read")
        } catch {
            #expect(error.status == .notFound && error.message == "the token file /nowhere/tokens does not exist.")
        }
    }
}

@Suite("Who can reach the server")
struct ExposureTests {
    /// The warning with which the server starts; an error when it does not.
    private func warning(
        _ host: String, hasToken: Bool, isEncrypted: Bool = false, isBehindProxy: Bool = false
    ) throws -> String? {
        try Exposure(host: host, hasToken: hasToken, isEncrypted: isEncrypted, isBehindProxy: isBehindProxy).warning
    }

    @Test(
        "On loopback a token is enough, and without one the operator is warned",
        arguments: ["localhost", "::1", "127.0.0.1", "127.255.0.9"])
    func loopback(host: String) throws {
        #expect(try warning(host, hasToken: true) == nil)
        #expect(try warning(host, hasToken: false)?.hasPrefix("warning: without --token-file every user") == true)
    }

    @Test(
        "Anywhere else it takes a token and encryption, its own or a proxy's",
        arguments: ["0.0.0.0", "::", "example.org", "127.0.0.1.example.org", "127.0.0", "127.0.0.256", "128.0.0.1"])
    func elsewhere(host: String) throws {
        #expect(try warning(host, hasToken: true, isEncrypted: true) == nil)
        #expect(try warning(host, hasToken: true, isBehindProxy: true) == nil)
        for (hasToken, isEncrypted, isBehindProxy) in [
            (true, false, false), (false, true, false), (false, false, true), (false, true, true),
        ] {
            #expect(throws: StartFailure.self) {
                try warning(host, hasToken: hasToken, isEncrypted: isEncrypted, isBehindProxy: isBehindProxy)
            }
        }
    }
}
