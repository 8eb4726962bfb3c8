import Testing

@testable import customers_api

@Suite("Wrong tokens")
struct WrongTokensTests {
    private let start = ContinuousClock.now

    private func delays(_ count: Int, _ attempt: (Int) -> WrongTokens.Attempt) -> [Duration] {
        (0..<count).map { attempt($0).delay }
    }

    private static let expected: [Duration] = [0, 0, 0, 0, 1, 2, 4, 4, 4, 4, 4, 4].map { .seconds($0) }

    @Test("From the fifth on a source waits, twice as long each time, up to four seconds, whatever it tries")
    func guessing() {
        let wrong = WrongTokens()
        #expect(delays(12) { wrong.count("guess \($0)", from: "192.0.2.1", now: start) } == Self.expected)
        #expect(wrong.count("guess", from: "192.0.2.2", now: start).delay == .zero)
    }

    @Test("The same token again and again slows down itself, and nobody else behind that address")
    func oldToken() {
        let wrong = WrongTokens()
        #expect(delays(12) { _ in wrong.count("old", from: "192.0.2.1", now: start) } == Self.expected)
        #expect(wrong.count("mistyped", from: "192.0.2.1", now: start) == .init(number: 2, delay: .zero))
    }

    @Test("Tokens that were good once slow down themselves alone, however many have ended on one day")
    func ended() {
        let wrong = WrongTokens()
        for number in 0..<50 {
            let attempt = wrong.count("old \(number)", from: "192.0.2.1", isGuess: false, now: start)
            #expect(attempt == .init(number: 1, delay: .zero))
        }
        let again = delays(11) { _ in wrong.count("old 0", from: "192.0.2.1", isGuess: false, now: start) }
        #expect(again == Array(Self.expected.dropFirst()))
        #expect(wrong.count("mistyped", from: "192.0.2.1", now: start).number == 1)
    }

    @Test("A source that has guessed waits for each further answer, also for one to a guess of before")
    func repeatedGuesses() {
        let wrong = WrongTokens()
        for number in 0..<6 { _ = wrong.count("guess \(number)", from: "192.0.2.1", now: start) }
        #expect(wrong.count("guess 0", from: "192.0.2.1", now: start) == .init(number: 6, delay: .seconds(2)))
    }

    @Test("After ten minutes without another one, all is forgotten")
    func forgetting() {
        let wrong = WrongTokens()
        for number in 0..<8 { _ = wrong.count("guess \(number)", from: "192.0.2.1", now: start) }
        let soon = wrong.count("guess", from: "192.0.2.1", now: start + .seconds(599))
        #expect(soon.number == 9)
        #expect(wrong.count("guess", from: "192.0.2.1", now: start + .seconds(1_199)).number == 1)
    }

    @Test(
        "The addresses of one IPv6 network are one source",
        arguments: [
            ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true), ("2001:db8:1:2::1", "2001:db8:1:3::1", false),
            ("2001:db8::1", "2001:db8:0:0:5::9", true), ("::1", "::2", true), ("192.0.2.1", "192.0.2.2", false),
            // As a socket for both versions has them.
            ("::ffff:192.0.2.1", "192.0.2.1", true), ("::ffff:192.0.2.1", "::ffff:192.0.2.2", false),
            ("::ffff:192.0.2.1", "::1", false), ("2001:db8::1", "2001:db8::ffff:192.0.2.1", true),
        ])
    func networks(one: String, other: String, isSame: Bool) {
        let wrong = WrongTokens()
        for number in 0..<4 { _ = wrong.count("guess \(number)", from: one, now: start) }
        #expect((wrong.count("guess", from: other, now: start).number == 5) == isSame)
    }

    @Test("However many sources and tokens there are, the latest are remembered, and counted")
    func bounds() {
        let wrong = WrongTokens()
        for number in 0..<25_000 {
            _ = wrong.count("t", from: "10.0.\(number / 250).\(number % 250)", now: start + .milliseconds(number))
        }
        let end = start + .milliseconds(25_000)
        #expect(wrong.count("t", from: "10.0.99.249", now: end).number == 2)
        #expect(wrong.count("t", from: "10.0.0.0", now: end).number == 1)
        #expect(wrong.metricLines.last == "customers_api_wrong_tokens_total 25002")
    }
}
