import Foundation
import LambdaRuntime
import Logging
import Synchronization
import TestSupport

/// The loop of a function on a thread of its own, in this process.
final class RuntimeLoop: Sendable {
    private let stopEnd: Int32
    private let writeEnd: Int32
    private let result = AsyncStream<RuntimeAPIFailure?>.makeStream()

    /// - Parameter handler: the function.
    init(_ address: String, _ handler: @escaping @Sendable (Invocation) async -> [UInt8]) throws {
        struct NoAddress: Error {}
        guard let address = RuntimeAddress(address) else { throw NoAddress() }
        var ends: [Int32] = [-1, -1]
        pipe(&ends)
        (stopEnd, writeEnd) = (ends[0], ends[1])
        Thread.detachNewThread { [stopEnd, continuation = result.continuation] in
            var failure: RuntimeAPIFailure?
            do throws(RuntimeAPIFailure) {
                try RuntimeClient(
                    RuntimeAPI(address, stop: stopEnd), logger: Logger(label: "loop") { _ in SwiftLogNoOpLogHandler() }
                ).run(handler)
            } catch {
                failure = error
            }
            continuation.yield(failure)
            continuation.finish()
        }
    }

    deinit {
        close(stopEnd)
        close(writeEnd)
    }

    /// Tells the loop to leave, as SIGTERM does.
    func stop() {
        var byte: UInt8 = 0
        write(writeEnd, &byte, 1)
    }

    /// Waits until the loop has ended; `nil` when it left because it was told to.
    func end() async -> RuntimeAPIFailure? {
        for await failure in result.stream { return failure }
        return nil
    }
}
