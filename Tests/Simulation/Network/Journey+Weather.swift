import HTTP
import Randomness
import TestSupport

extension Journey {
    /// When the client of a write gives up (`CustomerClient.writeDeadline`), and that of a probe.
    static let timeout = (write: Duration.seconds(35), probe: Duration.seconds(10))
    /// How long a request may stay on its way after its sender has lost sight of it: the API's own limit.
    static let longestLife: Duration = .seconds(30)

    static func calm(_ chance: inout SplitMix) -> Journey {
        Journey(
            arrivals: [chance.milliseconds(5...40)],
            end: .answer(toArrival: 0, after: chance.milliseconds(5...40), damage: nil))
    }

    static func through(_ weather: Weather, isProbe: Bool, _ chance: inout SplitMix) -> Journey {
        switch weather {
        case .calm: calm(&chance)
        case .stormy: stormy(isProbe, &chance)
        case .cut: refused(&chance)
        case .silent: lost(isProbe, arrives: false, &chance)
        case .portal: answered(by: .portal, arrives: false, &chance)
        // A health check is let through; what is asked of the API is not.
        case .throttled: isProbe ? calm(&chance) : throttled(&chance)
        case .signedOut:
            isProbe ? calm(&chance) : turnedAway(&chance)
        case .failing: failing(&chance)
        }
    }

    private static func stormy(_ isProbe: Bool, _ chance: inout SplitMix) -> Journey {
        switch chance.number(0...18) {
        case 0: refused(&chance)
        case 1: lost(isProbe, arrives: false, &chance)
        case 2, 3: lost(isProbe, arrives: true, &chance)
        case 4: late(&chance)
        case 5: doubled(&chance)
        case 6: slow(&chance)
        case 7: answered(by: .portal, arrives: false, &chance)
        case 8: answered(by: .redirection, arrives: false, &chance)
        case 9: answered(by: .notFoundPage, arrives: false, &chance)
        case 10: failing(&chance)
        case 11: damaged(&chance)
        case 12: throttled(&chance)
        case 13: answered(by: .staleRead, arrives: chance.happens(50), &chance)
        case 14: answered(by: .mixedUp, arrives: chance.happens(50), &chance)
        default: calm(&chance)
        }
    }

    private static func refused(_ chance: inout SplitMix) -> Journey {
        let failure = TransportFailure(.cannotConnect(detail: "refused"), mayHaveArrived: false)
        return Journey(arrivals: [], end: .failure(failure, at: chance.milliseconds(1...20)))
    }

    /// The connection breaks, or nothing comes any more.
    private static func broken(_ isProbe: Bool, _ chance: inout SplitMix) -> End {
        guard chance.happens(50) else {
            return .failure(
                TransportFailure(.timedOut, mayHaveArrived: true), at: isProbe ? timeout.probe : timeout.write)
        }
        let failure = TransportFailure(.connectionLost(detail: "reset"), mayHaveArrived: true)
        return .failure(failure, at: chance.milliseconds(50...3_000))
    }

    private static func lost(_ isProbe: Bool, arrives: Bool, _ chance: inout SplitMix) -> Journey {
        Journey(arrivals: arrives ? [chance.milliseconds(5...40)] : [], end: broken(isProbe, &chance))
    }

    /// It arrives after its sender has lost sight of it.
    private static func late(_ chance: inout SplitMix) -> Journey {
        let failure = TransportFailure(.connectionLost(detail: "reset"), mayHaveArrived: true)
        let end = chance.milliseconds(10...1_000)
        let arrival = chance.milliseconds(1_000...Int(longestLife / .milliseconds(1)))
        return Journey(arrivals: [arrival], end: .failure(failure, at: end))
    }

    private static func doubled(_ chance: inout SplitMix) -> Journey {
        let arrivals = [chance.milliseconds(5...40), chance.milliseconds(41...8_000)]
        let end = End.answer(
            toArrival: chance.number(0...1), after: chance.milliseconds(5...40), damage: nil)
        return Journey(arrivals: arrivals, end: end)
    }

    private static func slow(_ chance: inout SplitMix) -> Journey {
        Journey(
            arrivals: [chance.milliseconds(500...4_000)],
            end: .answer(toArrival: 0, after: chance.milliseconds(500...4_000), damage: nil))
    }

    private static func damaged(_ chance: inout SplitMix) -> Journey {
        var journey = calm(&chance)
        let damage: Damage = chance.happens(50) ? .cutBody : .lostFields
        journey.end = .answer(toArrival: 0, after: chance.milliseconds(5...40), damage: damage)
        return journey
    }

    private static func answered(by stranger: Stranger, arrives: Bool, _ chance: inout SplitMix) -> Journey {
        Journey(
            arrivals: arrives ? [chance.milliseconds(5...40)] : [],
            end: .stranger(stranger, at: chance.milliseconds(41...2_000)))
    }

    private static func turnedAway(_ chance: inout SplitMix) -> Journey {
        guard chance.happens(50) else { return answered(by: .signIn, arrives: false, &chance) }
        // Who is not our API may have let it through first.
        return answered(by: .barrier(chance.happens(50) ? 401 : 403), arrives: chance.happens(30), &chance)
    }

    private static func throttled(_ chance: inout SplitMix) -> Journey {
        let seconds = chance.number(1...20)
        let isBusy = chance.happens(50)
        // Who says 503 may have done it all the same.
        return answered(by: .busy(status: isBusy ? 503 : 429, seconds), arrives: isBusy && chance.happens(30), &chance)
    }

    private static func failing(_ chance: inout SplitMix) -> Journey {
        let arrives = chance.happens(40)
        let stranger: Stranger =
            switch chance.number(0...4) {
            case 0: .gateway(502)
            case 1: .gateway(504)
            case 2: .gateway(408)
            case 3: .busy(status: 503, nil)
            default: .ownFailure
            }
        return answered(by: stranger, arrives: arrives, &chance)
    }
}
