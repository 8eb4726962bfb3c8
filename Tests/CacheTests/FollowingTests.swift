import APIClient
import Domain
import HTTP
import Synchronization
import Testing
import Wire

@testable import Cache

@Suite("Following what others change")
struct FollowingTests {
    private static let people = samplePeople(3)

    private static func health(_ capabilities: Capability...) -> Response {
        ReadAnswer.health(HealthJSON(timestamp: noon, version: "1", replicate: true, capabilities: capabilities))
            .response
    }

    private static func page(_ changes: [Change], _ cursor: String, more: Bool = false) -> Response {
        ReadAnswer.changes(ChangePageJSON(changes: changes, cursor: cursor, more: more)).response
    }

    private static let broken = Problem(.internal, "Cut off.").response

    private func follow(
        _ script: Script, into cache: CustomerCache? = nil, _ follower: ((ChangeFollower) -> Void)? = nil
    ) async -> [ChangeFollower.News] {
        let news = Mutex<[ChangeFollower.News]>([])
        let client = CustomerClient(transport: script, retries: RetryPolicy(maximumRetries: 0))
        let pace = ReplicaPace(sleep: { try script.wait($0) }, random: { 0.5 })
        let following = ChangeFollower(cache, copies: false, client: client, pace: pace)
        follower?(following)
        await following.follow { item in news.withLock { $0.append(item) } }
        return news.withLock { $0 }.filter { if case .reached = $0 { false } else { true } }
    }

    @Test("What the API can do is reported before anything else, so that nobody else need ask, and once")
    func reached() async throws {
        let news = Mutex<[ChangeFollower.News]>([])
        let script = Script([Self.health(.changesFromNow, .longPoll), Self.page([], "a"), Self.page([], "b")])
        let pace = ReplicaPace(sleep: { try script.wait($0) }, random: { 0.5 })
        let client = CustomerClient(transport: script, retries: RetryPolicy(maximumRetries: 0))
        await ChangeFollower(nil, copies: false, client: client, pace: pace)
            .follow { item in news.withLock { $0.append(item) } }
        let all = news.withLock { $0 }
        guard case .reached(let health)? = all.first else {
            Issue.record("\(all)")
            return
        }
        #expect(health.has(.longPoll) && !health.has(.orders))
        #expect(all.count { if case .reached = $0 { true } else { false } } == 1)
    }

    private func queries(_ script: Script) -> [String] {
        script.targets.filter { $0.hasPrefix("/api/changes?") }.map { String($0.dropFirst("/api/changes?".count)) }
    }

    @Test("Begins at now, waits where the server lets one, and reports what changes")
    func waits() async {
        let change = [Change.changed(Self.people[0])]
        let script = Script([
            Self.health(.changesFromNow, .longPoll), Self.page([], "a"), Self.page(change, "b"), Self.page(change, "c"),
        ])
        let news = await follow(script)
        #expect(queries(script).prefix(3) == ["cursor=latest", "cursor=a&wait=25", "cursor=b&wait=25"])
        #expect(
            news.prefix(5) == [
                .followed(hasGap: true), .changed(change), .followed(hasGap: false), .changed(change),
                .followed(hasGap: false),
            ])
        #expect(script.pauses == [.milliseconds(250), .milliseconds(250)])
    }

    @Test("Asks every so often where the server does not wait, and six times as rarely while nobody is at the keys")
    func polls() async {
        let script = Script([Self.health(.changesFromNow), Self.page([], "a"), Self.page([], "b"), Self.page([], "c")])
        _ = await follow(script)
        #expect(queries(script) == ["cursor=latest", "cursor=a", "cursor=b"])
        #expect(script.pauses == [.seconds(20), .seconds(20), .seconds(20)])
        let resting = Script([Self.health(.changesFromNow), Self.page([], "a"), Self.page([], "b")])
        _ = await follow(resting) { $0.rest(true) }
        #expect(resting.pauses == Array(repeating: .seconds(20), count: 7))
    }

    @Test("A wait that is cut off is no failure: the plain question after it tells, and after three there are no more")
    func cutOff() async {
        let rounds = (0..<3).flatMap { [Self.broken, Self.page([], "a\($0)")] }
        let script = Script(
            [Self.health(.changesFromNow, .longPoll), Self.page([], "a")] + rounds + [Self.page([], "b")])
        let news = await follow(script)
        #expect(
            queries(script).prefix(8) == [
                "cursor=latest", "cursor=a&wait=25", "cursor=a", "cursor=a0&wait=25", "cursor=a0", "cursor=a1&wait=25",
                "cursor=a1", "cursor=a2",
            ])
        #expect(!news.contains { if case .failed = $0 { true } else { false } })
        #expect(script.pauses == [.seconds(20), .seconds(20)])
    }

    @Test("Waits that come back at once without a change are none")
    func comesBackAtOnce() async {
        let answers = (0..<6).map { Self.page([], "c\($0)") }
        let script = Script([Self.health(.changesFromNow, .longPoll), Self.page([], "a")] + answers)
        _ = await follow(script)
        #expect(queries(script).filter { $0.contains("wait") }.count == 3)
        #expect(script.pauses.first == .seconds(1) && script.pauses.last == .seconds(20))
    }

    @Test("Of those who change only who is kept is stored, and who is deleted goes")
    func stores() async throws {
        let cache = try CustomerCache()
        try await cache.store(Array(Self.people[..<2]), seenAt: noon)
        var changed = Self.people[0]
        changed.version += 1
        let script = Script([
            Self.health(.changesFromNow, .longPoll), Self.page([], "a"),
            Self.page(
                [
                    .changed(changed), .changed(Self.people[2]),
                    .deleted(Tombstone(id: Self.people[1].id, deletedAt: noon, version: 9)),
                ], "b"),
        ])
        _ = await follow(script, into: cache)
        #expect(try cache.everybody() == [changed])
    }

    @Test("Asks for nothing where one may not follow, or the feed cannot begin at now", arguments: [true, false])
    func isNotAllowed(isForbidden: Bool) async {
        let answers =
            isForbidden
            ? [Self.health(.changesFromNow), Problem(.forbidden, "Not you.").response, Self.page([], "a")]
            : [Self.health(), Self.page([], "a")]
        let script = Script(answers)
        #expect(await follow(script).isEmpty)
        #expect(queries(script).count == (isForbidden ? 1 : 0))
    }

    @Test("Where the server has forgotten the place it begins at now once more, and says that there is a gap")
    func expired() async {
        let script = Script([
            Self.health(.changesFromNow), Self.page([], "a"), Problem(.cursorExpired, "Start again.").response,
            Self.health(.changesFromNow), Self.page([], "b"),
        ])
        let news = await follow(script)
        #expect(queries(script).prefix(2) == ["cursor=latest", "cursor=a"])
        #expect(news.filter { $0 == .followed(hasGap: true) }.count >= 1 && news.contains(.startingOver))
    }
}
