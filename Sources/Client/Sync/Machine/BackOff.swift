/// How long to wait after failures: equal jitter, half of the pause fixed and half random, so that many clients do not
/// come back in step (Brooker, "Exponential Backoff And Jitter", 2015).
struct BackOff: Sendable {
    let limits: SyncLimits

    /// - Parameter failures: in a row, from 1.
    func pause(after failures: Int, using generator: inout some RandomNumberGenerator) -> Duration {
        var pause = limits.firstPause
        for _ in 1..<max(1, min(failures, 32)) { pause = min(pause * 2, limits.longestPause) }
        return pause / 2 + pause / 2 * Double.random(in: 0...1, using: &generator)
    }
}
