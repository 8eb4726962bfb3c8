import Glibc
import TestSupport
import Testing

/// What somebody sees who starts the client before anything is configured.
@Suite("The first start")
struct FirstStartTests {
    /// Whether nobody listens where an API is sought without any configuration.
    static var isStandardPortFree: Bool {
        let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(socket) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(8080).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) != 0
            }
        }
    }

    @Test(
        "A command says that nothing is configured, and names init and what it does",
        .enabled(if: FirstStartTests.isStandardPortFree, "something listens on port 8080"),
        arguments: [["list"], ["status"], ["show", "a@b.co"]])
    func command(_ words: [String]) async throws {
        try await Shell.without(url: nil) { shell in
            let failed = try await shell.customers.run(words)
            #expect(failed.status == 69, "\(failed.error)")
            for text in ["http://127.0.0.1:8080 (the default)", "Nothing is configured yet: customers init asks for"] {
                #expect(failed.error.contains(text), "\(text): \(failed.error)")
            }
            #expect(try await shell.run("doctor").output.contains("customers init"))
        }
    }

    @Test(
        "So does the interface's first screen",
        .enabled(if: FirstStartTests.isStandardPortFree, "something listens on port 8080"))
    func interface() async throws {
        try await Shell.without(url: nil) { shell in
            let client = try Pseudoterminal([shell.customers.path], environment: shell.customers.environment)
            try await client.wait(forText: "Nothing is configured yet: customers init asks for", seconds: 30)
            try await client.wait(forText: "http://127.0.0.1:8080 (the default)")
            await client.send("q")
            #expect(try await client.waitForEnd().code == 0)
        }
    }

    @Test(
        "An API that does not answer is named with its address and where that comes from, and init is not",
        arguments: ["--api", "CUSTOMERS_API_URL", "config.toml:2"])
    func origin(_ origin: String) async throws {
        let url = "http://127.0.0.1:9"
        try await Shell.without(url: origin == "CUSTOMERS_API_URL" ? url : nil) { shell in
            if origin == "config.toml:2" { try shell.configure("[profiles.default]\napi = \"\(url)\"\n") }
            let failed = try await shell.customers.run(["list"] + (origin == "--api" ? ["--api", url] : []))
            #expect(failed.status == 69)
            #expect(failed.error.contains("The API's address is \(url) (") && failed.error.contains("\(origin))."))
            #expect(!failed.error.contains("customers init"), "\(failed.error)")
        }
    }
}
