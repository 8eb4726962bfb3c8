import NIOCore

/// Runs tasks on a connection's event loop, so that a request is answered on the thread that has read it: no other thread is
/// woken for it, unless it waits for a store's queue.
final class LoopExecutor: TaskExecutor {
    private let loop: any EventLoop

    init(_ loop: any EventLoop) {
        self.loop = loop
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        loop.execute { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
