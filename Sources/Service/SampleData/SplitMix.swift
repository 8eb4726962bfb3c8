/// A small generator whose numbers depend on its seed alone (SplitMix64, Steele, Lea and Flood 2014).
struct SplitMix: RandomNumberGenerator, Sendable {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }

    /// From 0 to `bound - 1`, all alike.
    mutating func below(_ bound: Int) -> Int {
        Int(next() >> 11) % bound
    }

    /// True once in `count` times.
    mutating func once(in count: Int) -> Bool {
        below(count) == 0
    }

    /// Digits, leading zeros included.
    mutating func digits(_ count: Int) -> String {
        (0..<count).reduce(into: "") { text, _ in text.append(Self.digit[below(10)]) }
    }

    private static let digit = Array("0123456789")
}
