import Foundation
import TestSupport
import Testing

@Suite("What a running server tells those who watch it", .timeLimit(.minutes(2)))
struct ProbeTests {
    private static let token = "0123456789abcdef0123456789abcdef"

    private func directory() throws -> URL {
        let directory = try ServerProcess.makeDirectory()
        let file = directory.appending(path: "tokens")
        try Data(Self.token.utf8).write(to: file)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
        return directory
    }

    @Test("It is alive and ready, says so without a token, and only when it is asked with GET or HEAD")
    func probes() throws {
        let (_, address) = try ServerProcess.listening("--token-file", "tokens", directory: directory())
        let live = try address.send("GET", "/livez")
        #expect(live.status == 200 && live.body == "ok\n")
        let ready = try address.send("GET", "/readyz?verbose")
        #expect(ready.status == 200 && ready.body == "write: ok\nschema: ok\ndisk: ok\nlog: ok\nerasures: ok\n")
        #expect(ready.header("Cache-Control") == "no-store")
        #expect(try address.send("POST", "/livez").status == 405)
        #expect(try address.send("GET", "/livez/x").status == 401, "everything else is the API's")
        let connection = try Connection(to: address)
        connection.send("HEAD /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        let head = try #require(connection.receiveAll())
        #expect(head.hasPrefix("HTTP/1.1 200") && head.hasSuffix("\r\n\r\n"))
    }

    @Test("It is alive and not ready while its database cannot be written; the log says why, once")
    func notReady() throws {
        let directory = try ServerProcess.makeDirectory()
        let (server, address) = try ServerProcess.listening(directory: directory)
        #expect(try address.send("GET", "/readyz").status == 200)
        let other = try OtherWriter(directory.appending(path: "customers.db").path)
        // An answer is good for a second.
        sleep(2)
        let answer = try address.send("GET", "/readyz")
        #expect(answer.status == 503 && answer.body.hasPrefix("write: failed, see the log\n"))
        #expect(try address.send("GET", "/livez").status == 200)
        other.end()
        sleep(2)
        #expect(try address.send("GET", "/readyz").status == 200)
        let lines = server.log.split(separator: "\n")
        #expect(lines.filter { $0.contains("msg=\"not ready\"") && $0.contains("cause=\"write: ") }.count == 1)
        #expect(lines.filter { $0.contains("msg=\"ready again\"") }.count == 1)
    }

    @Test("It is not ready while the list of who was erased cannot be relied on; the log says why, the answer does not")
    func erasures() throws {
        let directory = try ServerProcess.makeDirectory()
        let (server, address) = try ServerProcess.listening(directory: directory)
        let list = directory.appending(path: "customers.db-erased").path
        #expect(
            FileManager.default.createFile(
                atPath: list, contents: Data("nobody\n".utf8), attributes: [.posixPermissions: 0o600]))
        let answer = try address.send("GET", "/readyz")
        #expect(answer.status == 503 && answer.body.hasSuffix("log: ok\nerasures: failed, see the log\n"))
        #expect(server.log.contains("cause=\"erasures: its line 1 names no erasure\""), "\(server.log)")
    }

    @Test("SIGHUP does not end it")
    func hangUp() throws {
        let (server, address) = try ServerProcess.listening()
        for _ in 0..<3 { kill(server.number, SIGHUP) }
        #expect(try address.send("GET", "/livez").status == 200)
        server.terminate()
        #expect(server.exitCode() == 0)
    }

    @Test("A request that takes long gets a warning, with the same words as its line and no others")
    func slowRequests() throws {
        let (server, address) = try ServerProcess.listening("--slow-request", "1", "--sample", "2000")
        _ = try address.send("GET", "/api/customers?limit=1000&search=a")
        let (quiet, other) = try ServerProcess.listening("--slow-request", "0", "--sample", "2000")
        _ = try other.send("GET", "/api/customers?limit=1000&search=a")
        for server in [server, quiet] {
            server.terminate()
            #expect(server.exitCode() == 0)
        }
        let slow = server.log.split(separator: "\n").filter { $0.contains("msg=\"slow request\"") }
        #expect(slow.count == 1)
        #expect(slow.first?.contains("level=warning") == true && slow.first?.contains("route=/api/customers ") == true)
        #expect(!quiet.log.contains("slow request"))
    }

    @Test("The service manager is told when it is ready and when it ends")
    func serviceManager() async throws {
        try await withTemporaryFolder { folder in
            let manager = try NotificationSocket(folder + "/notify")
            let (_, log) = try await APIServerProcess.serving(environment: ["NOTIFY_SOCKET": folder + "/notify"]) { _ in
                #expect(manager.receive() == "READY=1")
            }
            #expect(manager.receive() == "STOPPING=1", "\(log)")
        }
    }

    @Test("Metrics are on an address of their own, and count what was answered")
    func metrics() throws {
        let port = try FreePort.take()
        let directory = try directory()
        let (server, address) = try ServerProcess.listening(
            "--metrics", "127.0.0.1:\(port)", "--token-file", "tokens", directory: directory)
        for _ in 0..<3 { _ = try address.send("GET", "/api/health") }
        _ = try address.send("GET", "/api/customers?search=geheim")
        let text = try Connection(host: "127.0.0.1", port: port).get("/metrics").body
        let count = "customers_api_request_duration_seconds_count"
        #expect(text.contains("\(count){route=\"/api/health\",status=\"200\"} 3\n"))
        #expect(text.contains("\(count){route=\"/api/customers\",status=\"401\"} 1\n"))
        #expect(text.contains("customers_api_schema 7\n") && text.contains("customers_api_build_info{version="))
        #expect(text.contains("customers_api_wal_bytes ") && text.contains("customers_api_database_bytes "))
        #expect(!text.contains("geheim") && !text.contains("backup_age"), "there is no backup yet")
        #expect(try Connection(host: "127.0.0.1", port: port).get("/api/customers").status == 404)
        #expect(try address.send("GET", "/metrics").status == 401, "they are not on the API's address")
        server.terminate()
        #expect(server.exitCode() == 0)
    }

    @Test(
        "Another machine's address is refused for metrics, and one that is taken before the server says that it listens"
    )
    func noMetrics() throws {
        let refused = try ServerProcess(["--port", "0", "--metrics", "0.0.0.0:9464"])
        #expect(refused.exitCode() == 64 && refused.log.contains("--metrics"))
        let port = try FreePort.take()
        let (first, _) = try ServerProcess.listening("--metrics", "127.0.0.1:\(port)")
        let second = try ServerProcess(["--port", "0", "--metrics", "127.0.0.1:\(port)"])
        #expect(second.restOfOutput() == "", "it never listened")
        #expect(second.exitCode() == 69)
        #expect(
            second.log.contains("port \(port) on 127.0.0.1 is taken by another program: stop that, or choose another")
                && second.log.contains("with --metrics."), "\(second.log)")
        first.terminate()
        #expect(first.exitCode() == 0)
    }

    @Test("Metrics on a socket of the file system, which goes with the server")
    func socketMetrics() async throws {
        try await withTemporaryFolder { folder in
            let path = folder + "/metrics"
            let (server, address) = try ServerProcess.listening("--metrics", "unix:\(path)")
            _ = try address.send("GET", "/api/health")
            let answer = try Connection(path: path).get("/metrics")
            #expect(answer.status == 200 && answer.body.contains("requests_in_flight 0"))
            server.terminate()
            #expect(server.exitCode() == 0)
            #expect(!FileManager.default.fileExists(atPath: path))
        }
    }
}
