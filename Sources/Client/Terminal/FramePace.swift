import Dispatch

/// At most 60 frames a second, the first after a pause at once.
struct FramePace {
    private static let interval = DispatchTimeInterval.microseconds(16_667)
    private var next = DispatchTime.now()

    /// When the next frame may be shown; `nil` for now.
    var due: DispatchTime? { DispatchTime.now() >= next ? nil : next }

    mutating func frameWasShown() {
        next = .now() + Self.interval
    }
}
