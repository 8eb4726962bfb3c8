import Testing
import Wire

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

    private func forever() async throws(APIError) {
        while !Task.isCancelled { try? await Task.sleep(for: .seconds(3_600)) }
        throw APIError(.badCursor)
    }

    @Test("A cancelled request ends at once, and its deadline is forgotten")
    func cancelling() async {
        let watch = DeadlineWatch()
        for number in 0..<1_000 {
            let task = Task { try await inTime(until: .now + .seconds(3_600), watch: watch, forever) }
            if number.isMultiple(of: 2) { await Task.yield() }
            task.cancel()
            #expect(await problem(of: task) == .badCursor)
        }
        #expect(watch.count == 0)
    }

    @Test("What is late is cancelled, and said to be late; what comes in time, or in the end, is the answer")
    func late() async throws {
        let watch = DeadlineWatch()
        for deadline in [ContinuousClock.now + .milliseconds(20), .now - .seconds(1)] {
            let task = Task { try await inTime(until: deadline, watch: watch, forever) }
            #expect(await problem(of: task) == .late)
        }
        #expect(try await inTime(until: .now + .seconds(3_600), watch: watch) { 1 } == 1)
        let refused = Task {
            try await inTime(until: .now + .seconds(3_600), watch: watch) { () async throws(APIError) -> Int in
                throw APIError(.badCursor)
            }
        }
        #expect(await problem(of: refused) == .badCursor)
        let written = try await inTime(until: .now - .seconds(1), watch: watch) {
            while !Task.isCancelled { await Task.yield() }
            return 2
        }
        #expect(written == 2 && watch.count == 0)
    }

    private func problem(of task: Task<some Sendable, any Error>) async -> Problem? {
        if case .failure(let error as APIError) = await task.result { error.problem } else { nil }
    }

    @Test("An earlier deadline is kept though the timer was set for a later one, and a later one after that")
    func earlier() async {
        let watch = DeadlineWatch()
        let last = watch.schedule(at: .now + .seconds(3_600)) {}
        await watch.wait(until: .now + .milliseconds(50))
        #expect(watch.count == 1)
        let late = Task { await watch.wait(until: .now + .milliseconds(300)) }
        await watch.wait(until: .now + .milliseconds(50))
        await late.value
        #expect(watch.count == 1)
    }

    @Test("A deadline that has passed does not wait")
    func past() async {
        let watch = DeadlineWatch()
        let last = watch.schedule(at: .now + .seconds(3_600)) {}
        await watch.wait(until: .now - .seconds(1))
        #expect(watch.count == 1)
        #expect(watch.cancel(last) && !watch.cancel(last))
    }
}

extension DeadlineWatch {
    fileprivate func wait(until deadline: ContinuousClock.Instant) async {
        await withCheckedContinuation { continuation in _ = schedule(at: deadline) { continuation.resume() } }
    }
}
