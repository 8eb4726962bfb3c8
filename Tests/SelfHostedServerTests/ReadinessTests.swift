import Foundation
import HTTP
import HTTPTypes
import Logging
import SQLiteStore
import Synchronization
import Testing

@testable import customers_api

@Suite("Alive and ready")
struct ReadinessTests {
    /// A store's state, and how often somebody looked at it.
    private final class State: Sendable {
        let looks = Mutex(0)
        let fault: Mutex<String?> = Mutex(nil)
        let diskFault: Mutex<String?> = Mutex(nil)

        func look() -> [ReadinessCheck] {
            looks.withLock { $0 += 1 }
            return [
                ReadinessCheck("disk", fault: diskFault.withLock { $0 }),
                ReadinessCheck("write", fault: fault.withLock { $0 }),
            ]
        }
    }

    private func probes(_ state: State) -> Probes {
        Probes(readiness: Readiness(logger: Logger(label: "test")) { state.look() })
    }

    private func answer(_ probes: Probes, _ path: String, _ method: HTTPRequest.Method = .get) async -> Response? {
        await probes.response(to: Request(method, path))
    }

    @Test("Being alive takes nothing but the process")
    func live() async throws {
        let state = State()
        state.fault.withLock { $0 = "gone" }
        let response = try #require(await answer(probes(state), "/livez"))
        #expect(response.status == .ok && response.body == Array("ok\n".utf8))
        #expect(state.looks.withLock { $0 } == 0)
    }

    @Test("Being ready takes every check, and a caller hears which fails but not why")
    func ready() async throws {
        let state = State()
        state.fault.withLock { $0 = "secret words" }
        let response = try #require(await answer(probes(state), "/readyz"))
        #expect(response.status == .serviceUnavailable)
        #expect(String(decoding: response.body, as: UTF8.self) == "disk: ok\nwrite: failed, see the log\n")
    }

    @Test("Those who ask at once, or within a second, are answered with one look")
    func sharesLooks() async throws {
        let state = State()
        let probes = probes(state)
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<20 { group.addTask { _ = await answer(probes, "/readyz") } }
        }
        // However long that took, a further one comes at most once a second.
        #expect(state.looks.withLock { $0 } < 20)
    }

    @Test("Each change of what fails has a line in the log, which names all that does")
    func notes() async throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "ready-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let (state, file) = (State(), try LogFile(path))
        let readiness = Readiness(logger: .logfmt(label: "test", file: file), validity: .zero) { state.look() }
        let faults: [(disk: String?, write: String?)] = [
            (nil, nil), ("little", nil), ("less", nil), ("none", "full"), (nil, "full"), (nil, nil), (nil, nil),
        ]
        for (disk, write) in faults {
            state.diskFault.withLock { $0 = disk }
            state.fault.withLock { $0 = write }
            _ = await readiness.checks()
        }
        let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
        let expected = ["disk: little", "disk: none; write: full", "cause=\"write: full", "ready again"]
        #expect(lines.count == expected.count)
        for (line, words) in zip(lines, expected) { #expect(line.contains(words), "\(line)") }
    }

    @Test("A list of who was erased that cannot be relied on is a fault until it can be again")
    func erasures() throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: "ready-\(UUID())")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        let store = try SQLiteCustomerStore(path: directory.appending(path: "customers.db").path)
        defer { store.close() }
        let (watch, path) = (ErasureListWatch(of: store), store.erasureListPath)
        #expect(watch.check() == ReadinessCheck("erasures"), "nobody was erased")
        #expect(
            FileManager.default.createFile(
                atPath: path, contents: Data("nobody\n".utf8), attributes: [.posixPermissions: 0o600]))
        for _ in 0..<2 { #expect(watch.check().fault == "its line 1 names no erasure") }
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
        #expect(watch.check().fault == "it is open to other users of this machine")
        try FileManager.default.removeItem(atPath: path)
        #expect(watch.check().fault == nil)
    }

    @Test("HEAD has the length and no content, other methods are refused, other paths are not theirs")
    func methods() async throws {
        let probes = probes(State())
        let head = try #require(await answer(probes, "/readyz", .head))
        #expect(head.body.isEmpty && head.fields[.contentLength] == String("disk: ok\nwrite: ok\n".utf8.count))
        #expect(await answer(probes, "/livez", .delete)?.fields[.allow] == "GET, HEAD")
        for path in ["/", "/livez/", "/api/health", "/LIVEZ", "/metrics"] { #expect(await answer(probes, path) == nil) }
    }
}
