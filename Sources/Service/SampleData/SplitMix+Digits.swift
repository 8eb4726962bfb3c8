import Randomness

extension SplitMix {
    /// Digits, leading zeros included.
    mutating func digits(_ count: Int) -> String {
        (0..<count).reduce(into: "") { text, _ in text.append(Self.digit[below(10)]) }
    }

    private static let digit = Array("0123456789")
}
