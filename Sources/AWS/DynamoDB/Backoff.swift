/// How long to wait between attempts: exponential, with equal jitter, so that those who were throttled together do not come
/// back together.
struct Backoff {
    /// Of the first pause.
    static let base = Duration.milliseconds(50)
    static let cap = Duration.seconds(1)

    private var attempt = 0

    /// Half of the pause is fixed, the other half random.
    mutating func next() -> Duration {
        let whole = min(Self.cap, Self.base * (1 << min(attempt, 10)))
        attempt += 1
        return whole / 2 * (1 + Double.random(in: 0...1))
    }
}
