import ServiceLifecycle
import UnixSignals

/// Something that is read from outside of the program and can be read anew while the server runs.
protocol Reloadable: Sendable {
    /// Reads it, whether or not it has changed. What cannot be read or is wrong is logged, and what was there before stays.
    func reload() async
    /// Reads it if it has changed since; of those that only SIGHUP reloads, it does nothing. Asked every second, so that
    /// what has changed, and stays so for a second, is known within two.
    func reloadIfChanged() async
}

extension Reloadable {
    func reloadIfChanged() async {}
}

/// Reloads on SIGHUP, and looks every second for what has changed, until the server ends.
///
/// One thing at a time, so that no ``Reloadable`` is asked twice at once. SIGHUP must be ignored before (`signal(2)`), for
/// one that comes too early must not end the program.
struct Reloading: Service {
    private let reloadables: [any Reloadable]
    private let interval: Duration

    /// - Parameter reloadables: asked in this order.
    init(_ reloadables: [any Reloadable], every interval: Duration = .seconds(1)) {
        self.reloadables = reloadables
        self.interval = interval
    }

    private enum Occasion {
        case signal
        case time
    }

    func run() async throws {
        let signals = await UnixSignalsSequence(trapping: .sighup)
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                let (occasions, continuation) = AsyncStream.makeStream(of: Occasion.self)
                group.addTask { for await _ in signals { continuation.yield(.signal) } }
                group.addTask { await tick { continuation.yield(.time) } }
                for await occasion in occasions { await reload(on: occasion) }
            }
        }
    }

    private func tick(_ body: () -> Void) async {
        while (try? await Task.sleep(for: interval, tolerance: interval / 10)) != nil { body() }
    }

    private func reload(on occasion: Occasion) async {
        for reloadable in reloadables {
            switch occasion {
            case .signal: await reloadable.reload()
            case .time: await reloadable.reloadIfChanged()
            }
        }
    }
}
