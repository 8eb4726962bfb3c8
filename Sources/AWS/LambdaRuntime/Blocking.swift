import Dispatch
import Synchronization

/// Performs asynchronous work from a thread that may block: the program's first one, never one of the cooperative pool's.
package func blocking<Value: Sendable>(_ work: @escaping @Sendable () async -> Value) -> Value {
    let result = BlockingResult<Value>()
    Task {
        let value = await work()
        result.set(value)
    }
    return result.wait()
}

private final class BlockingResult<Value: Sendable>: Sendable {
    private let value = Mutex<Value?>(nil)
    private let isThere = DispatchSemaphore(value: 0)

    func set(_ value: Value) {
        self.value.withLock { $0 = value }
        isThere.signal()
    }

    func wait() -> Value {
        while true {
            isThere.wait()
            if let value = value.withLock({ $0 }) { return value }
        }
    }
}
