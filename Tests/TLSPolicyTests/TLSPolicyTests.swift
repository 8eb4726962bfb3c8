import HTTP
import HTTPTypes
import LightTransport
import TestSupport
import Testing
import Transports

/// Each end of the product against OpenSSL as the other one, for each version of TLS and each family of suites.
@Suite("TLS is modern or is not", .serialized, .timeLimit(.minutes(5)))
struct TLSPolicyTests {
    /// What a handshake may take on a busy machine; how fast one is, is not the question here.
    private static let patience = Duration.seconds(60)

    /// Both of the product's clients.
    enum Client: CaseIterable, Sendable {
        case full, light

        func transport(to url: String, trusting authority: String) throws -> any Transport {
            let server = try #require(ServerAddress(url))
            switch self {
            case .full:
                return HTTPTransport(
                    server, HTTPTransport.Options(authorityFile: authority, connectTimeout: TLSPolicyTests.patience))
            case .light:
                var options = NIOTransport.Options()
                options.authorityFile = authority
                options.connectTimeout = TLSPolicyTests.patience
                return NIOTransport(server, options)
            }
        }
    }

    /// What a client says to a server with one kind of handshake.
    private func outcome(of client: Client, _ handshake: Handshake) async throws -> Result<String, TransportFailure> {
        try await withTemporaryFolder { folder in
            try await OpenSSL.serving(handshake, in: folder) { url, authority in
                let transport = try client.transport(to: url, trusting: authority)
                do throws(TransportFailure) {
                    let response = try await transport.send(Request(.get, "/"), deadline: .now + Self.patience)
                    return .success(String(decoding: response.body, as: UTF8.self))
                } catch {
                    return .failure(error)
                }
            }
        }
    }

    @Test("A client refuses what is broken", arguments: Client.allCases, Handshake.refused)
    func clientRefuses(_ client: Client, _ handshake: Handshake) async throws {
        switch try await outcome(of: client, handshake) {
        case .success(let page): Issue.record("it accepted \(page)")
        case .failure(let failure):
            #expect(failure == TransportFailure(.tls(.noCommonProtocol), mayHaveArrived: false))
        }
    }

    @Test("A client accepts what is sound", arguments: Client.allCases, Handshake.accepted)
    func clientAccepts(_ client: Client, _ handshake: Handshake) async throws {
        let page = try await outcome(of: client, handshake).get()
        let agreed = handshake.version == "-tls1_3" ? "TLSv1.3" : handshake.suite
        #expect(page.contains(agreed), "\(page)")
    }

    @Test("A client takes TLS 1.3 where the server has it", arguments: Client.allCases)
    func clientPrefers(_ client: Client) async throws {
        #expect(try await outcome(of: client, Handshake(nil)).get().contains("TLSv1.3"))
    }

    /// What OpenSSL says of handshakes with our server.
    private func says(_ handshakes: [Handshake], _ key: Handshake.Key) async throws -> [(Handshake, String)] {
        try await withTemporaryFolder { folder in
            let files = try await OpenSSL.makeCertificate(key, in: folder)
            return try await APIServerProcess.serving(["--tls-cert", files.certificate, "--tls-key", files.key]) {
                server in
                let port = try #require(server.url.split(separator: ":").last)
                var said: [(Handshake, String)] = []
                for handshake in handshakes where handshake.key == key {
                    said.append((handshake, try await OpenSSL.shakesHands(handshake, port: port).output))
                }
                return said
            }.value
        }
    }

    @Test("The server refuses what is broken", arguments: Handshake.Key.allCases)
    func serverRefuses(_ key: Handshake.Key) async throws {
        for (handshake, said) in try await says(Handshake.refused, key) {
            #expect(said.contains("Cipher is (NONE)"), "\(handshake.testDescription): \(said)")
        }
    }

    @Test(
        "The server accepts what is sound, and takes TLS 1.3 where its client has it", arguments: Handshake.Key.allCases
    )
    func serverAccepts(_ key: Handshake.Key) async throws {
        for (handshake, said) in try await says(Handshake.accepted + [Handshake(nil, "ALL", key)], key) {
            let agreed =
                handshake.version == "-tls1_2" ? "Cipher is \(handshake.suite)" : "New, TLSv1.3, Cipher is TLS_"
            #expect(said.contains(agreed), "\(handshake.testDescription): \(said)")
        }
    }

    @Test(
        "The server speaks HTTP/1.1, and says so to a client that also has HTTP/2; one that has nothing else is answered in it"
    )
    func serverProtocol() async throws {
        try await withTemporaryFolder { folder in
            let files = try await OpenSSL.makeCertificate(.elliptic, in: folder)
            let arguments = ["--tls-cert", files.certificate, "--tls-key", files.key]
            try await APIServerProcess.serving(arguments) { server in
                let port = try #require(server.url.split(separator: ":").last)
                let request = "GET /livez HTTP/1.1\\r\\nHost: localhost\\r\\nConnection: close\\r\\n\\r\\n"
                for (offer, said) in [
                    ("h2,http/1.1", "ALPN protocol: http/1.1"), ("http/1.1", "ALPN protocol: http/1.1"),
                    ("h2", "No ALPN negotiated"),
                ] {
                    let answer = try await OpenSSL.says(request, offer, port)
                    #expect(answer.contains(said) && answer.contains("HTTP/1.1 200 OK"), "\(offer): \(answer)")
                }
                // The first bytes of HTTP/2 (RFC 9113 §3.4), unasked: the connection ends, and nothing is served on it.
                let preface = "PRI * HTTP/2.0\\r\\n\\r\\nSM\\r\\n\\r\\n"
                let answer = try await OpenSSL.says(preface, "h2", port)
                #expect(!answer.contains(" 200 OK"), "\(answer)")
            }
        }
    }
}
