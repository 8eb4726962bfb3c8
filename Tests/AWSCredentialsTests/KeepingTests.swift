import AWSCredentials
import Domain
import Signing
import Synchronization
import Testing

@Suite("Keeping a key")
struct KeepingTests {
    /// A source that gives keys in turn, and the time.
    private final class KeySource: AccessKeySource {
        let state = Mutex((now: noon, fetches: 0, fails: false))

        func accessKey() async throws(AccessKeyFailure) -> AccessKey {
            let (now, number, fails) = state.withLock { state in
                state.fetches += 1
                return (state.now, state.fetches, state.fails)
            }
            if fails { throw .notConfigured }
            return AccessKey(id: "K\(number)", secret: "s", expiration: now.advanced(bySeconds: 3_600))
        }

        func passes(_ seconds: Int64) { state.withLock { $0.now = $0.now.advanced(bySeconds: seconds) } }
        var fetches: Int { state.withLock { $0.fetches } }
    }

    private func keeper(_ source: KeySource) -> AccessKeyCache {
        AccessKeyCache(source, now: { source.state.withLock { $0.now } })
    }

    @Test("Many who ask at once share one fetch")
    func shared() async throws {
        let source = KeySource()
        let keeper = keeper(source)
        try await withThrowingTaskGroup { group in
            for _ in 0..<50 { group.addTask { try await keeper.accessKey().id } }
            for try await id in group { #expect(id == "K1") }
        }
        #expect(source.fetches == 1)
    }

    @Test("A key is replaced before it expires, and nobody waits for the next one while the last is good")
    func replaced() async throws {
        let source = KeySource()
        let keeper = keeper(source)
        #expect(try await keeper.accessKey().id == "K1")
        source.passes(3_600 - AccessKeyCache.earlySeconds)
        #expect(try await keeper.accessKey().id == "K1")
        source.passes(1)
        #expect(try await keeper.accessKey().id == "K1")
        while try await keeper.accessKey().id == "K1" { await Task.yield() }
        #expect(try await keeper.accessKey().id == "K2")
        #expect(source.fetches == 2)
    }

    @Test("A source that fails does no harm until the key is about to expire")
    func failing() async throws {
        let source = KeySource()
        let keeper = keeper(source)
        #expect(try await keeper.accessKey().id == "K1")
        source.state.withLock { $0.fails = true }
        source.passes(3_600 - AccessKeyCache.lastSeconds)
        #expect(try await keeper.accessKey().id == "K1")
        while source.fetches < 2 { await Task.yield() }
        source.passes(1)
        await #expect(throws: AccessKeyFailure.notConfigured) { try await keeper.accessKey() }
        source.state.withLock { $0.fails = false }
        let key = try await keeper.accessKey()
        #expect(key.id != "K1")
    }

    @Test("A key without an end is kept for good")
    func endless() async throws {
        let keeper = AccessKeyCache(AccessKey(id: "K", secret: "s"), now: { noon })
        #expect(try await keeper.accessKey().id == "K")
    }

    @Test("A caller who gives up waiting is told so at once")
    func cancelled() async throws {
        struct Endless: AccessKeySource {
            func accessKey() async throws(AccessKeyFailure) -> AccessKey {
                try? await Task.sleep(for: .seconds(3_600))
                throw .notConfigured
            }
        }
        let keeper = AccessKeyCache(Endless(), now: { noon })
        let waiting = Task { () -> AccessKeyFailure? in
            do throws(AccessKeyFailure) {
                _ = try await keeper.accessKey()
                return nil
            } catch {
                return error
            }
        }
        waiting.cancel()
        #expect(await waiting.value == .cancelled)
    }
}
