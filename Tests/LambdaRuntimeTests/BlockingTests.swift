import Foundation
import Synchronization
import Testing

@testable import LambdaRuntime

@Suite("Asynchronous work on a thread that waits for it")
struct BlockingTests {
    /// What `body` brings, on a thread that may block.
    private func onThread<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread { continuation.resume(returning: body()) }
        }
    }

    private actor Counter {
        private var count = 0

        func next() -> Int {
            count += 1
            return count
        }
    }

    @Test("Children, actors and pauses of the work all run there, and its value comes back")
    func work() async {
        let threads = await onThread {
            let own = pthread_self()
            return blocking {
                let counter = Counter()
                return await withTaskGroup(of: Bool.self) { group in
                    for _ in 0..<20 {
                        group.addTask {
                            _ = await counter.next()
                            try? await Task.sleep(for: .milliseconds(1))
                            return pthread_self() == own
                        }
                    }
                    return await group.reduce(into: []) { $0.append($1) }
                }
            }
        }
        #expect(threads == Array(repeating: true, count: 20))
    }

    @Test("One piece of work comes after the other, whatever wakes it up")
    func repeating() async {
        let sum = await onThread {
            (0..<1_000).reduce(0) { sum, number in
                sum + blocking { await withCheckedContinuation { $0.resume(returning: number) } }
            }
        }
        #expect(sum == 499_500)
    }
}
