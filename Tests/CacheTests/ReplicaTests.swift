import APIClient
import Domain
import GRDB
import HTTP
import HTTPTypes
import Synchronization
import Testing
import Wire

@testable import Cache

@Suite("Following the change feed")
struct ReplicaTests {
    private static let people = samplePeople(30)

    private static let allowed = ReadAnswer.health(HealthJSON(timestamp: noon, version: "1", replicate: true)).response
    private static let notAllowed = ReadAnswer.health(HealthJSON(timestamp: noon, version: "1", replicate: false))
        .response

    private static func page(_ people: ArraySlice<Customer>, _ cursor: String, more: Bool) -> Response {
        ReadAnswer.changes(ChangePageJSON(changes: people.map(Change.changed), cursor: cursor, more: more)).response
    }

    /// Follows until the script has no answer left.
    private func follow(
        _ script: Script, into cache: CustomerCache, _ quota: ReplicaQuota = ReplicaQuota()
    ) async -> [ChangeFollower.News] {
        let news = Mutex<[ChangeFollower.News]>([])
        let client = CustomerClient(transport: script, retries: RetryPolicy(maximumRetries: 0))
        let pace = ReplicaPace(sleep: { try script.wait($0) }, random: { 0.5 })
        let follower = ChangeFollower(cache, copies: true, client: client, pace: pace, quota: quota)
        await follower.follow { item in news.withLock { $0.append(item) } }
        return news.withLock { $0 }.filter { if case .reached = $0 { false } else { true } }
    }

    @Test("Stores page after page, then polls from the last cursor")
    func fillsAndPolls() async throws {
        let script = Script([
            Self.allowed, Self.page(Self.people[..<10], "a", more: true),
            Self.page(Self.people[10..<20], "b", more: false), Self.page(Self.people[20...], "c", more: false),
        ])
        let cache = try CustomerCache(clock: script.clock)
        let news = await follow(script, into: cache)
        let last = Self.people[20...].map(Change.changed)
        #expect(
            news.prefix(6) == [
                .filling(customers: 10), .complete(customers: 20), .followed(hasGap: true), .complete(customers: 30),
                .changed(last), .followed(hasGap: false),
            ])
        let cursors = script.targets.map { $0.split(separator: "cursor=").last.map(String.init) }
        #expect(script.targets.first == "/api/health" && cursors.dropFirst(2).prefix(2) == ["a", "b"])
        #expect(script.pauses.prefix(2) == [.seconds(20), .seconds(20)])
        #expect(try cache.everybody() == byName(Self.people))
    }

    @Test("Asks for nothing where the server does not allow it, and keeps no more than others then")
    func isNotAllowed() async throws {
        let cache = try CustomerCache(capacity: 5)
        try await cache.apply(Self.people.map(Change.changed), after: nil, cursor: "a", isComplete: true)
        let script = Script([Self.notAllowed])
        #expect(await follow(script, into: cache) == [.notAllowed])
        #expect(script.targets == ["/api/health"])
        #expect(try cache.count() == 5)
    }

    @Test("Starts over where the server has forgotten the cursor, and says so")
    func startsOver() async throws {
        let expired = Problem(.cursorExpired, "Start again.").response
        let clock = TestClock()
        let cache = try CustomerCache(clock: clock)
        try await cache.apply(Self.people.map(Change.changed), after: nil, cursor: "old", isComplete: true)
        clock.advance(seconds: 60)
        let script = Script([
            Self.allowed, expired, Self.allowed, Self.page(Self.people[..<12], "a", more: false),
        ])
        let news = await follow(script, into: cache)
        #expect(news.prefix(2) == [.startingOver, .complete(customers: 12)])
        #expect(try cache.everybody() == byName(Array(Self.people[..<12])))
    }

    @Test("Waits longer after each failure, a minute at most, and not less than the server says")
    func backsOff() async throws {
        let failed = Problem(.internal, "Failed.").response
        let busy = Problem(.unavailable, "Later.", retryAfterSeconds: 45).response
        let script = Script(Array(repeating: failed, count: 8) + [busy, Self.allowed])
        let news = await follow(script, into: try CustomerCache())
        #expect(Array(script.pauses.prefix(8)) == [0.75, 1.5, 3, 6, 12, 24, 45, 45].map { .seconds($0) })
        #expect(script.pauses[8] == .seconds(45))
        #expect(news.count == 10)
        for pause in [0.0, 1.0].map({ chance in
            ReplicaPace(random: { chance }).pause(after: .cache(.busy), failures: 99)
        }) {
            #expect((.seconds(30)...ReplicaPace.longestPause).contains(pause))
        }
        #expect(
            ReplicaPace().pause(after: .api(.busy(status: 503, retryAfterSeconds: 9_999)), failures: 0)
                == .seconds(9_999), "what is asked for was bounded when it was read")
    }

    @Test("A page that could not be written is asked for again")
    func asksAgain() async throws {
        let place = TemporaryPlace()
        let cache = try CustomerCache(place.location)
        let script = Script([
            Self.allowed, Self.page(Self.people[...], "a", more: false), Self.allowed,
            Self.page(Self.people[...], "a", more: false),
        ])
        try await cache.connection.withLock(\.writer).writeWithoutTransaction { db in
            try db.execute(
                sql: "CREATE TEMP TRIGGER full BEFORE INSERT ON customer BEGIN SELECT raise(ABORT, 'x'); END")
        }
        let news = await follow(script, into: cache)
        guard case .failed(.cache(.damaged), tryingAgainAfter: .seconds(0.75)) = news.first else {
            Issue.record("\(news)")
            return
        }
        #expect(Array(news.dropFirst()) == [.complete(customers: 30), .followed(hasGap: true)])
    }

    @Test("Ends at once when it is cancelled before it began")
    func isCancelled() async throws {
        let cache = try CustomerCache()
        let script = Script([])
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return await follow(script, into: cache)
        }
        #expect(await task.value.isEmpty && script.targets.isEmpty)
    }

    @Test(
        "A feed that leads back to where it has been is reported as such, and asked again later",
        arguments: [["a", "a"], ["a", "b", "a"]])
    func circles(cursors: [String]) async throws {
        let pages = cursors.map { Self.page(Self.people[..<10], $0, more: true) }
        let cache = try CustomerCache()
        let news = await follow(Script([Self.allowed] + pages), into: cache)
        guard case .failed(.api(.misdirected(let detail)), _)? = news.last else {
            Issue.record("\(news)")
            return
        }
        #expect(detail.contains("leads back"))
        #expect(try cache.count() == 10)
    }

    @Test("A directory that is too large is not kept, and nothing of it stays", arguments: [false, true])
    func quota(isOfBytes: Bool) async throws {
        let place = TemporaryPlace()
        let cache = try CustomerCache(place.location)
        let script = Script(
            [Self.allowed] + (0..<3).map { Self.page(Self.people[($0 * 10)..<($0 * 10 + 10)], "c\($0)", more: true) })
        let quota = isOfBytes ? ReplicaQuota(bytes: 1_000) : ReplicaQuota(customers: 25)
        let news = await follow(script, into: cache, quota)
        let message = news.compactMap { if case .tooLarge(let message) = $0 { message } else { nil } }.first
        guard let message else {
            Issue.record("\(news)")
            return
        }
        #expect(message.contains(isOfBytes ? "more than 0 MB" : "more than 25 customers"))
        #expect(message.contains("replicate = false"))
        #expect(try cache.count() == 0 && !cache.replicaState().isComplete)
    }

    @Test("A feed that names the same people for ever comes to its quota too")
    func endless() async throws {
        let pages = (0..<9).map { Self.page(Self.people[..<10], "c\($0)", more: true) }
        let cache = try CustomerCache()
        let news = await follow(Script([Self.allowed] + pages), into: cache, ReplicaQuota(customers: 50))
        #expect(news.contains { if case .tooLarge = $0 { true } else { false } }, "\(news)")
    }

    @Test("No more than a third of what is free is taken, where the cache is in a file")
    func freeSpace() {
        let place = TemporaryPlace()
        let quota = ReplicaQuota(bytes: .max)
        #expect(quota.fitting(.memory) == quota)
        #expect(quota.fitting(.file("/dev/shm/nothing")).bytes < .max / 3)
        #expect(ReplicaQuota(bytes: 1).fitting(place.location).bytes <= 1)
    }

    @Test("Hears of every change though another session was faster, and stores it once")
    func sharesWithOthers() async throws {
        let cache = try CustomerCache()
        try await cache.apply(Self.people[..<20].map(Change.changed), after: nil, cursor: "a", isComplete: true)
        let script = Script([
            Self.allowed, Self.page([], "a", more: false), Self.page(Self.people[20..<21], "b", more: false),
            Self.page(Self.people[21..<22], "c", more: false),
        ])
        let other = Mutex(false)
        let news = Mutex<[ChangeFollower.News]>([])
        let client = CustomerClient(transport: script, retries: RetryPolicy(maximumRetries: 0))
        let pace = ReplicaPace(
            sleep: { pause in
                if other.withLock({ wasThere in
                    defer { wasThere = true }
                    return !wasThere
                }) {
                    try await cache.apply(
                        Self.people[20..<21].map(Change.changed), after: "a", cursor: "b", isComplete: true)
                }
                try script.wait(pause)
            }, random: { 0.5 })
        await ChangeFollower(cache, copies: true, client: client, pace: pace)
            .follow { item in news.withLock { $0.append(item) } }
        let changes = news.withLock { $0 }.filter { if case .changed = $0 { true } else { false } }
        #expect(changes == [.changed([.changed(Self.people[20])]), .changed([.changed(Self.people[21])])])
        #expect(try cache.count() == 22)
    }
}

/// Answers in turn, whatever is asked; after the last there is nothing to wait for any more.
final class Script: Transport {
    /// Goes on as long as was to be waited for.
    let clock = TestClock()
    private let state: Mutex<(answers: ArraySlice<Response>, targets: [String], pauses: [Duration])>

    init(_ answers: [Response]) {
        state = Mutex((answers[...], [], []))
    }

    var targets: [String] { state.withLock(\.targets) }
    var pauses: [Duration] { state.withLock(\.pauses) }

    func send(_ request: Request, deadline: ContinuousClock.Instant) async throws(TransportFailure) -> Response {
        let answer = state.withLock { state in
            state.targets.append(request.head.path ?? "")
            return state.answers.popFirst()
        }
        guard let answer else { throw TransportFailure(.timedOut, mayHaveArrived: true) }
        return answer
    }

    func wait(_ pause: Duration) throws {
        clock.advance(seconds: pause.components.seconds)
        let isOver = state.withLock { state in
            state.pauses.append(pause)
            return state.answers.isEmpty
        }
        if isOver { throw CancellationError() }
    }
}
