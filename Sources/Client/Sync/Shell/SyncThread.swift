import Dispatch

/// Runs the synchronizer's work one piece after the other on a queue of its own: the journal waits for the disk, and
/// neither the screen nor anybody's requests shall wait with it.
final class SyncThread: SerialExecutor {
    private let queue = DispatchQueue(label: "customers.sync")

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let executor = asUnownedSerialExecutor()
        queue.async { job.runSynchronously(on: executor) }
    }

    func asUnownedSerialExecutor() -> UnownedSerialExecutor {
        UnownedSerialExecutor(ordinary: self)
    }
}
