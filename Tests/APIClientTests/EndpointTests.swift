import HTTP
import Testing
import Transports

@testable import APIClient

@Suite("Where the API may be")
struct EndpointTests {
    @Test(
        "Plain HTTP goes to this machine only",
        arguments: [
            "http://127.0.0.1:8080", "http://127.9.9.9", "http://localhost", "http://[::1]:8080", "HTTP://LOCALHOST/",
        ])
    func loopback(text: String) throws {
        _ = try APIEndpoint(text, carriesToken: true)
    }

    @Test(
        "What looks like this machine but is another gets no plain HTTP",
        arguments: [
            "http://127.0.0.1.example.com", "http://localhost.example.com", "http://128.0.0.1", "http://0.0.0.0",
            "http://127.+0.0.1",
        ])
    func lookalikes(text: String) {
        #expect { try APIEndpoint(text, carriesToken: false) } throws: { error in
            if case APIEndpointFailure.insecure = error { true } else { false }
        }
    }

    @Test("With leave plain HTTP goes elsewhere, but never with a token")
    func allowed() throws {
        _ = try APIEndpoint("http://api.example.com", carriesToken: false, allowsInsecureHTTP: true)
        #expect(throws: APIEndpointFailure.tokenOverPlainHTTP(host: "api.example.com")) {
            try APIEndpoint("http://api.example.com", carriesToken: true, allowsInsecureHTTP: true)
        }
    }

    @Test("A Unix socket is this machine's, by its absolute path")
    func socket() throws {
        let endpoint = try APIEndpoint(" unix:/run/customers/api.sock", carriesToken: true)
        #expect(
            endpoint.text == "unix:/run/customers/api.sock" && endpoint.server.socketPath == "/run/customers/api.sock")
        #expect(endpoint.server.isLoopback && endpoint.server.hostField == "localhost")
        #expect(endpoint.server.origin.text == "unix:/run/customers/api.sock")
        for text in ["unix:", "unix:api.sock", "unix:/" + String(repeating: "a", count: 107)] {
            #expect(throws: APIEndpointFailure.notAnAddress(text)) { try APIEndpoint(text, carriesToken: true) }
        }
    }

    @Test(
        "An address that cannot be meant is refused",
        arguments: [
            ("", APIEndpointFailure.notAnAddress("")), ("api.example.com", .notAnAddress("api.example.com")),
            ("https://", .notAnAddress("https://")), ("ftp://example.com", .scheme("ftp")),
            ("https://kim:pw@example.com", .credentialsInside),
            ("https://example.com/?a=b", .notAnAddress("https://example.com/?a=b")),
        ])
    func nonsense(text: String, failure: APIEndpointFailure) {
        #expect(throws: failure) { try APIEndpoint(text, carriesToken: true) }
        #expect(!failure.message.contains("pw"))
    }

    @Test(
        "A password is in no message, however the address was mistyped",
        arguments: [
            ("https://user:S3CRET?PW@crm", #""crm" is not an API address"#),
            ("https://user:S3CRET#PW@crm:8443/x?y", #""crm:8443/x" is not an API address"#),
            ("https://user:S3CRETPW%40crm", #""crm" is not an API address"#),
            ("https://userS3CRETPW%40crm", #""crm" is not an API address"#),
            ("http://userS3CRETPW%40crm", #""crm" is not an API address"#),
            ("https://user:S3CRETPW", "What was given is not an API address"),
            ("https://user:S3CRET/PW", "What was given is not an API address"),
            ("user:S3CRETPW", "What was given is not an API address"),
            ("//user:S3CRETPW", "What was given is not an API address"),
            ("https://user:S3CRETPW@crm:S3CRETPW", "What was given is not an API address"),
            ("https://crm/?token=S3CRETPW", #""https://crm/" is not an API address"#),
            ("crm.example/prod", #""crm.example/prod" is not an API address"#),
            ("unix:api.sock", #""unix:api.sock" is not an API address"#),
        ])
    func secrets(text: String, words: String) {
        do throws(APIEndpointFailure) {
            _ = try APIEndpoint(text, carriesToken: false)
            Issue.record("it is one")
        } catch {
            #expect(error.message.contains(words), "\(error.message)")
            #expect(!error.message.contains("S3CRET") && !error.message.contains("PW"))
        }
        #expect(APIEndpoint.shown(text) == "what is no address")
    }

    @Test(
        "A proxy is taken for HTTPS, unless the host is exempt",
        arguments: [
            (["HTTPS_PROXY": "http://proxy:3129"], true), (["https_proxy": "proxy:3129"], true), ([:], false),
            (["HTTPS_PROXY": "proxy:3129", "NO_PROXY": "*"], false),
            (["HTTPS_PROXY": "proxy:3129", "NO_PROXY": "localhost,.example.com"], false),
            (["HTTPS_PROXY": "proxy:3129", "NO_PROXY": "ample.com"], true),
        ])
    func proxies(environment: [String: String], isUsed: Bool) throws {
        let endpoint = try APIEndpoint("https://api.example.com", carriesToken: true)
        let proxy = ProxyAddress(for: endpoint.server, environment: environment)
        #expect((proxy != nil) == isUsed)
        #expect(proxy.map(\.port) == (isUsed ? 3129 : nil))
        let local = try APIEndpoint("http://127.0.0.1", carriesToken: true)
        #expect(ProxyAddress(for: local.server, environment: environment) == nil)
    }
}
