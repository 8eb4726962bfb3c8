import Subprocess
import TestSupport
import Testing

/// OpenSSL as the other end of a connection.
enum OpenSSL {
    /// A certificate for `localhost` that is its own authority, in files of `folder`.
    static func makeCertificate(_ key: Handshake.Key, in folder: String) async throws -> (
        certificate: String, key: String
    ) {
        let line = """
            openssl req -x509 -newkey \(key.rawValue) -nodes -days 2 -subj /CN=localhost \
                -addext subjectAltName=DNS:localhost -keyout "$1/key.pem" -out "$1/cert.pem"
            """
        let made = try await Program("openssl").shell(line, [folder])
        try #require(made.status == 0, "\(made.error)")
        return ("\(folder)/cert.pem", "\(folder)/key.pem")
    }

    /// Lets a server of OpenSSL's take handshakes of one kind, and answer requests with what was agreed upon, while `body` runs.
    static func serving<Value: Sendable>(
        _ handshake: Handshake, in folder: String,
        _ body: @Sendable (_ url: String, _ authority: String) async throws -> Value
    ) async throws -> Value {
        let files = try await makeCertificate(handshake.key, in: folder)
        let line = "exec openssl s_server -accept 127.0.0.1:0 -www -cert \"$1\" -key \"$2\" \(handshake.arguments)"
        let result = try await Subprocess.run(
            .name("sh"), arguments: Arguments(["-c", line, "sh", files.certificate, files.key]),
            environment: Program("openssl").subprocessEnvironment, input: .none, output: .sequence,
            error: .string(limit: 1 << 20)
        ) { execution -> Value? in
            guard let port = try await port(execution.standardOutput.strings()) else { return nil }
            do {
                let value = try await body("https://localhost:\(port)", files.certificate)
                try execution.send(signal: .terminate)
                return value
            } catch {
                try execution.send(signal: .terminate)
                throw error
            }
        }
        return try #require(result.closureResult, "\(result.standardError)")
    }

    /// The number at the end of `ACCEPT 127.0.0.1:40000`.
    private static func port(_ lines: some AsyncSequence<String, any Error>) async throws -> Int? {
        for try await line in lines where line.hasPrefix("ACCEPT") {
            return line.split(separator: ":").last.flatMap { Int($0.filter(\.isNumber)) }
        }
        return nil
    }

    /// Shakes hands with a server of ours, and leaves.
    ///
    /// - Returns: what OpenSSL says of it.
    static func shakesHands(_ handshake: Handshake, port: Substring) async throws -> Program.Finished {
        try await Program("openssl").shell("openssl s_client -connect 127.0.0.1:\(port) \(handshake.arguments)")
    }

    /// Sends a text, and reads until the server closes the connection.
    ///
    /// - Parameters:
    ///   - text: as printf(1) takes it; a request in it has to ask for the connection's end.
    ///   - protocols: what is offered by ALPN, with commas.
    /// - Returns: what OpenSSL says of the connection, and what came over it.
    static func says(_ text: String, _ protocols: String, _ port: Substring) async throws -> String {
        let line = "printf \"$1\" | openssl s_client -connect 127.0.0.1:\(port) -alpn \"$2\" -ign_eof 2>&1"
        return try await Program("openssl").shell(line, [text, protocols]).output
    }
}
