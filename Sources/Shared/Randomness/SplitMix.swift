/// A small generator whose numbers depend on its seed alone (SplitMix64, Steele, Lea and Flood 2014): for what is to be
/// the same in every run, never for secrets.
package struct SplitMix: RandomNumberGenerator, Sendable {
    private var state: UInt64

    package init(seed: UInt64) {
        state = seed
    }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }

    /// A number from 0 to `bound - 1`, all alike.
    package mutating func below(_ bound: Int) -> Int {
        Int(next() >> 11) % bound
    }

    /// True once in `count` times.
    package mutating func once(in count: Int) -> Bool {
        below(count) == 0
    }

    /// One of some values, of which there must be one at least.
    package mutating func pick<Value>(_ values: [Value]) -> Value {
        values[below(values.count)]
    }
}
