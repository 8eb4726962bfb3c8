import Foundation
import TestSupport
import Testing

@Suite("Unix sockets that servers share", .timeLimit(.minutes(2)))
struct SocketTests {
    /// Options by which a server listens on a path, and what it answers there.
    private static let uses = [["--socket", "PATH", "/api/health"], ["--metrics", "unix:PATH", "/metrics"]]

    private func answers(_ path: String, _ target: String) throws -> Bool {
        try Connection(path: path).get(target).status == 200
    }

    @Test("A second server on a socket is refused, and the first is named; after a kill there is room", arguments: uses)
    func second(use: [String]) async throws {
        try await withTemporaryFolder { folder in
            let path = folder + "/s"
            let options = [use[0], use[1].replacing("PATH", with: path)]
            let (first, _) = try ServerProcess.listening(options)
            let second = try ServerProcess(["--port", "0"] + options)
            #expect(second.exitCode() == 69)
            #expect(
                second.log.contains("another server listens on \(path) (process \(first.number))"), "\(second.log)")
            #expect(try answers(path, use[2]))
            kill(first.number, SIGKILL)
            #expect(first.exitCode() == -SIGKILL)
            let (third, _) = try ServerProcess.listening(options)
            #expect(try answers(path, use[2]))
            third.terminate()
            #expect(third.exitCode() == 0)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [])
        }
    }

    @Test("A server that ends leaves the socket that another one has in its place", arguments: uses)
    func successor(use: [String]) async throws {
        try await withTemporaryFolder { folder in
            let path = folder + "/s"
            let options = [use[0], use[1].replacing("PATH", with: path)]
            let (first, _) = try ServerProcess.listening(options)
            try FileManager.default.removeItem(atPath: path)
            let (second, _) = try ServerProcess.listening(options)
            first.terminate()
            #expect(first.exitCode() == 0)
            #expect(try answers(path, use[2]))
            second.terminate()
            #expect(second.exitCode() == 0)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [])
        }
    }

    @Test("Of servers that start at once on a socket that a killed one has left, one listens, and is reached")
    func race() async throws {
        try await withTemporaryFolder { folder in
            let path = folder + "/s"
            let (killed, _) = try ServerProcess.listening("--socket", path)
            kill(killed.number, SIGKILL)
            #expect(killed.exitCode() == -SIGKILL)
            let servers = try (0..<4).map { _ in try ServerProcess(["--socket", path]) }
            let end = Date(timeIntervalSinceNow: 60)
            while servers.count(where: { $0.isRunning }) > 1, Date() < end { usleep(50_000) }
            let running = servers.filter { $0.isRunning }
            #expect(running.count == 1)
            #expect(try answers(path, "/api/health"))
            for server in running { server.terminate() }
            for server in servers { #expect([0, 69].contains(server.exitCode()), "\(server.log)") }
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [])
        }
    }
}
