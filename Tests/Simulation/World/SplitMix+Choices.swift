import Randomness
import TestSupport

extension SplitMix {
    mutating func happens(_ percent: Int) -> Bool {
        Int.random(in: 0..<100, using: &self) < percent
    }

    mutating func number(_ range: ClosedRange<Int>) -> Int {
        Int.random(in: range, using: &self)
    }

    mutating func milliseconds(_ range: ClosedRange<Int>) -> Duration {
        .milliseconds(Int.random(in: range, using: &self))
    }

    mutating func one<Element>(of elements: [Element]) -> Element? {
        elements.randomElement(using: &self)
    }

    /// One of some choices, each as likely as its weight says.
    mutating func weighted<Choice>(_ choices: [(weight: Int, choice: Choice)], otherwise: Choice) -> Choice {
        var number = Int.random(in: 0..<max(1, choices.reduce(0) { $0 + $1.weight }), using: &self)
        for (weight, choice) in choices {
            number -= weight
            if number < 0 { return choice }
        }
        return otherwise
    }
}
