import Dispatch

/// At most 60 frames a second, the first after a pause at once.
///
/// A key's frame waits only for that of another key: what an answer has just put on the screen keeps nobody waiting.
struct FramePace {
    static let intervalMicroseconds = 16_667

    private var nextAnswer = DispatchTime(uptimeNanoseconds: 0)
    private var next = DispatchTime(uptimeNanoseconds: 0)

    /// When a frame may be shown, at the earliest.
    func due(_ occasion: FrameOccasion) -> DispatchTime {
        occasion == .input ? nextAnswer : next
    }

    mutating func frameWasShown(_ occasion: FrameOccasion, at now: DispatchTime) {
        next = now + .microseconds(Self.intervalMicroseconds)
        if occasion == .input { nextAnswer = next }
    }
}

/// Why a frame is shown.
package enum FrameOccasion: Hashable, Sendable {
    /// A key or a paste, whose answer somebody waits for.
    case input
    /// An answer of a server, a timer.
    case event
}
