import Testing

@testable import CustomerAPI

@Suite("Deadlines of many requests, behind one timer", .timeLimit(.minutes(1)))
struct DeadlineWatchTests {
    @Test("Everybody waits for their own deadline, in whatever order they come")
    func order() async {
        let watch = DeadlineWatch()
        let start = ContinuousClock.now
        let ends = await withTaskGroup(of: (Int, ContinuousClock.Instant).self) { group in
            for tenths in [3, 1, 2, 1, 0] {
                group.addTask {
                    await watch.wait(until: start + .milliseconds(100 * tenths))
                    return (tenths, .now)
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        for (tenths, end) in ends { #expect(end >= start + .milliseconds(100 * tenths)) }
        #expect(ends.count == 5)
        #expect(watch.count == 0)
    }

    @Test("A cancelled request ends at once, and is forgotten")
    func cancelling() async {
        let watch = DeadlineWatch()
        for number in 0..<1_000 {
            let task = Task { await watch.wait(until: .now + .seconds(3_600)) }
            if number.isMultiple(of: 2) { await Task.yield() }
            task.cancel()
            await task.value
        }
        #expect(watch.count == 0)
    }

    @Test("An earlier deadline is kept though the timer was set for a later one, and a later one after that")
    func earlier() async {
        let watch = DeadlineWatch()
        let last = Task { await watch.wait(until: .now + .seconds(3_600)) }
        while watch.count == 0 { await Task.yield() }
        await watch.wait(until: .now + .milliseconds(50))
        #expect(watch.count == 1)
        let late = Task { await watch.wait(until: .now + .milliseconds(300)) }
        await watch.wait(until: .now + .milliseconds(50))
        await late.value
        last.cancel()
        await last.value
        #expect(watch.count == 0)
    }

    @Test("A deadline that has passed does not wait")
    func past() async {
        let watch = DeadlineWatch()
        let last = Task { await watch.wait(until: .now + .seconds(3_600)) }
        while watch.count == 0 { await Task.yield() }
        await watch.wait(until: .now - .seconds(1))
        #expect(watch.count == 1)
        last.cancel()
        await last.value
    }
}
