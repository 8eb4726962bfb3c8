import Dispatch
import Synchronization

/// Performs asynchronous work on the thread that calls, which must not be one of the cooperative pool's.
///
/// The work's own jobs run here, and those of its children: a program that does one thing at a time needs no other thread
/// for them, and is spared waking one whenever it has waited.
package func blocking<Value: Sendable>(_ work: @escaping @Sendable () async -> Value) -> Value {
    let thread = CallingThread()
    let result = Kept<Value>()
    Task(executorPreference: thread) {
        let value = await work()
        result.value.withLock { $0 = value }
    }
    while true {
        thread.runNextJob()
        if let value = result.value.withLock({ $0 }) { return value }
    }
}

private final class Kept<Value: Sendable>: Sendable {
    let value = Mutex<Value?>(nil)
}

/// Runs jobs on whatever thread asks for the next one (SE-0417).
private final class CallingThread: TaskExecutor {
    private let jobs = Mutex<[UnownedJob]>([])
    private let arrivals = DispatchSemaphore(value: 0)

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        jobs.withLock { $0.append(job) }
        arrivals.signal()
    }

    /// Waits for a job and runs it.
    func runNextJob() {
        arrivals.wait()
        let job = jobs.withLock { $0.isEmpty ? nil : $0.removeFirst() }
        job?.runSynchronously(on: asUnownedTaskExecutor())
    }
}
