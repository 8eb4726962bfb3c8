import HTTP
import TestSupport
import Testing
import Transports
import Wire

@testable import APIClient

@Suite("Causes of failures")
struct CauseTests {
    @Test("Damaged gzip is neither an answer nor a long one")
    func damagedGzip() async throws {
        let header: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3]
        let fields = ["Content-Type": "application/json", "Content-Encoding": "gzip"]
        let body = header + Array("no deflate stream".utf8)
        let bench = try Bench(MisbehavingServer(.say(Misbehaviour.bytes(200, fields, body))))
        let expected = TransportFailure(.notHTTP(detail: "damaged gzip"), mayHaveArrived: true)
        #expect(await bench.failure(of: .page) == .unreachable(expected))
    }

    @Test("A redirection names the host it leads to and nothing else of the address")
    func redirection() async throws {
        let location = "https://portal.example/login?ticket=\(secret)"
        let bench = try Bench(MisbehavingServer(.answer(302, ["Location": location])))
        let failure = await bench.failure(of: .page)
        #expect(failure == .notOurAPI(status: 302, detail: "it redirects to portal.example"))
    }

    @Test("A web page is reported as one")
    func webPage() async throws {
        let page = Misbehaviour.answer(200, ["Content-Type": "text/html; charset=utf-8"], body: "<html>")
        let bench = try Bench(MisbehavingServer(page))
        #expect(await bench.failure(of: .page)?.message.contains("it is a web page") == true)
    }

    @Test("An authority file that cannot be read is named, and nothing is sent")
    func authorityFile() async throws {
        try await withTemporaryFolder { folder in
            for (file, text) in [
                ("/nowhere/ca.pem", "ca_file /nowhere/ca.pem cannot be read (No such file or directory)"),
                (folder, "ca_file \(folder) cannot be read (Is a directory)"),
                ("/dev/null", "ca_file /dev/null holds no PEM certificate"),
            ] {
                let bench = try Bench(MisbehavingServer(.hang), scheme: "https", .init(authorityFile: file))
                let failure = await bench.failure(of: .bareWrite)
                #expect(failure?.message.contains(text) == true, "\(failure?.message ?? "")")
                #expect(failure?.mayHaveArrived == false)
            }
        }
    }

    @Test("A write that meets another under way is tried again")
    func writeInProgress() async throws {
        let server = try MisbehavingServer(.problem(409, "write-in-progress"), .answer(204))
        let bench = try Bench(server)
        #expect(await bench.failure(of: .keyedWrite) == nil)
        #expect(bench.pauses.all.count == 1)
    }

    @Test("A proxy gets the user name and password, and its description shows neither")
    func proxySignIn() async throws {
        let proxy = try MisbehavingServer(.answer(407, ["Proxy-Authenticate": "Basic"]))
        let endpoint = try APIEndpoint("https://api.example.com", carriesToken: false)
        let environment = ["HTTPS_PROXY": "http://kim:p%40ss@127.0.0.1:\(proxy.port)"]
        let address = try #require(ProxyAddress(for: endpoint.server, environment: environment))
        #expect("\(address)" == "127.0.0.1:\(proxy.port)")
        let transport = HTTPTransport(endpoint.server, .init(proxy: address))
        await #expect(throws: APIFailure.self) { try await CustomerClient(transport: transport).health() }
        await transport.shutDown()
        #expect(proxy.requests.first?.contains("proxy-authorization: Basic a2ltOnBAc3M=\r\n") == true)
    }

    @Test("Loopback is never asked for through a proxy")
    func loopbackIsDirect() throws {
        let endpoint = try APIEndpoint("https://localhost:8443", carriesToken: true)
        #expect(ProxyAddress(for: endpoint.server, environment: ["HTTPS_PROXY": "http://proxy:3128"]) == nil)
    }

    @Test(
        "A mistyped address is reported without what may be secret in it",
        arguments: [
            "kim:\(secret)@example.com", "https://example.com/?token=\(secret)", "https://example.com/#\(secret)",
        ])
    func mistypedAddress(text: String) {
        #expect {
            try APIEndpoint(text, carriesToken: false)
        } throws: { error in
            (error as? APIEndpointFailure)?.message.contains(secret) == false
        }
    }
}
