import CustomerAPI
import Domain
import Synchronization
import Testing
import Wire

@testable import customers_api

@Suite("Where callers wait for changes", .timeLimit(.minutes(1)))
struct ChangeHubTests {
    /// A feed whose page has so many changes, and how often it was read.
    private final class Feed: Sendable {
        private let readings = Mutex<[ChangesQuery]>([])
        var queries: [ChangesQuery] { readings.withLock(\.self) }
        let page: ChangePage?

        init(_ page: ChangePage?) {
            self.page = page
        }

        func read(_ query: ChangesQuery) -> ChangePage? {
            readings.withLock { $0.append(query) }
            return page
        }
    }

    private static let page = ChangePage(ChangePageJSON(changes: [], cursor: "b", more: false))
    private static let query = ChangesQuery(cursor: "a", waitSeconds: 25)

    private func hub(_ feed: Feed) -> ChangeHub {
        ChangeHub { feed.read($0) }
    }

    private func wait(
        in hub: ChangeHub, _ query: ChangesQuery = query, since commits: Int? = nil,
        for duration: Duration = .seconds(50)
    ) -> Task<ChangeHub.Wake, Never> {
        let commits = commits ?? hub.commits
        return Task { await hub.wait(for: query, since: commits, until: .now + duration) { _ in } }
    }

    private func waiting(_ count: Int, in hub: ChangeHub) async {
        while hub.counts.waiting != count { await Task.yield() }
    }

    @Test("What is committed is read once for all who wait at one place, and each is told")
    func once() async {
        let feed = Feed(Self.page)
        let hub = hub(feed)
        let tasks = (0..<300).map { _ in wait(in: hub) }
        let other = wait(in: hub, ChangesQuery(cursor: "z", waitSeconds: 25))
        await waiting(301, in: hub)
        #expect(feed.queries.isEmpty)
        hub.noteCommit()
        for task in tasks + [other] { #expect(await task.value.page == Self.page.page) }
        #expect(Set(feed.queries).count == 2 && feed.queries.count == 2)
        #expect(hub.counts.waiting == 0 && hub.counts.ended == 301)
    }

    @Test("A commit between the reading and the wait is not missed")
    func race() async {
        let feed = Feed(Self.page)
        let hub = hub(feed)
        let commits = hub.commits
        hub.noteCommit()
        #expect(feed.queries.isEmpty, "nobody waits")
        #expect(await wait(in: hub, since: commits).value.page != nil)
    }

    @Test("A commit that changes nothing leaves all waiting")
    func nothing() async {
        let feed = Feed(nil)
        let hub = hub(feed)
        let task = wait(in: hub)
        await waiting(1, in: hub)
        hub.noteCommit()
        while feed.queries.isEmpty { await Task.yield() }
        #expect(hub.counts.waiting == 1)
        task.cancel()
        #expect(await task.value.isOver)
        #expect(feed.queries.count == 1)
    }

    @Test("A wait ends when its time is up")
    func time() async {
        #expect(await wait(in: hub(Feed(nil)), for: .milliseconds(10)).value.isOver)
    }

    @Test("Other callers than before, a cancelled task and the server's end each end the waits")
    func ends() async {
        let hub = hub(Feed(nil))
        let first = wait(in: hub)
        await waiting(1, in: hub)
        hub.noteCallers()
        #expect(await first.value.isChangeOfCallers)
        let second = wait(in: hub)
        await waiting(1, in: hub)
        second.cancel()
        #expect(await second.value.isOver)
        let third = wait(in: hub)
        await waiting(1, in: hub)
        hub.close()
        #expect(await third.value.isOver)
        #expect(await wait(in: hub).value.isOver, "a later one ends at once")
    }
}

extension ChangeHub.Wake {
    fileprivate var page: ChangePageJSON? {
        if case .changed(let page) = self { page.page } else { nil }
    }

    fileprivate var isOver: Bool {
        if case .over = self { true } else { false }
    }

    fileprivate var isChangeOfCallers: Bool {
        if case .callersChanged = self { true } else { false }
    }
}
