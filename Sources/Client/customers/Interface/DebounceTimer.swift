import Dispatch

/// A timer that is started again with nearly every key: pushing it back costs nothing but a look at the clock.
///
/// The timer of the system stays as it is set, and when it rings early it is set for the rest.
@MainActor
final class DebounceTimer {
    private let source = DispatchSource.makeTimerSource(queue: .main)
    private let ring: @MainActor () -> Void
    /// When to ring; `nil` when stopped.
    private var due: DispatchTime?
    /// What the system's timer is set to.
    private var alarm: DispatchTime?

    init(_ ring: @escaping @MainActor () -> Void) {
        self.ring = ring
        source.setEventHandler { [weak self] in MainActor.assumeIsolated { self?.wake() } }
        source.activate()
    }

    /// Counts from now, whatever was counted before.
    func start(milliseconds: Int) {
        let due = DispatchTime.now() + .milliseconds(milliseconds)
        self.due = due
        if alarm.map({ $0 > due }) ?? true { setAlarm(due) }
    }

    /// Counts from now, unless it counts already.
    func startUnlessRunning(milliseconds: Int) {
        if due == nil { start(milliseconds: milliseconds) }
    }

    func stop() {
        due = nil
    }

    isolated deinit {
        source.cancel()
    }

    private func setAlarm(_ time: DispatchTime) {
        alarm = time
        source.schedule(deadline: time)
    }

    private func wake() {
        alarm = nil
        guard let due else { return }
        guard due <= .now() else { return setAlarm(due) }
        self.due = nil
        ring()
    }
}
