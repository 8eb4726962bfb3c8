import NIOCore
import Synchronization
import Testing

@testable import customers_api

@Suite("Which connections there may be")
struct ConnectionTableTests {
    /// Connections by name, and which of them were dropped.
    private final class House {
        let table: ConnectionTable
        private let dropped = Names()
        private var ids: [String: Token] = [:]
        private var moment: UInt64 = 0

        private final class Token {}

        private final class Names: Sendable {
            let all = Mutex<[String]>([])
        }

        init(_ shares: ConnectionShares) {
            table = ConnectionTable(shares: shares)
        }

        @discardableResult
        func open(_ name: String, from address: String? = "192.0.2.1", isNew: Bool = false) -> Bool {
            let token = Token()
            ids[name] = token
            moment += 1
            let since = isNew ? NIODeadline.now() + .hours(1) + .nanoseconds(Int64(moment)) : .uptimeNanoseconds(moment)
            let entry = ConnectionTable.Entry(address: address, since: since) { [dropped] in
                dropped.all.withLock { $0.append(name) }
            }
            return table.open(ObjectIdentifier(token), entry)
        }

        func know(_ name: String) {
            if let token = ids[name] { table.know(ObjectIdentifier(token)) }
        }

        func note(_ name: String, isBusy: Bool) {
            if let token = ids[name] { table.note(ObjectIdentifier(token), isBusy: isBusy) }
        }

        /// A request on it is held back; its end is noted as `NAME's wait`.
        func wait(_ name: String) {
            guard let token = ids[name] else { return }
            table.note(ObjectIdentifier(token), isBusy: true)
            table.beginWait(ObjectIdentifier(token)) { [dropped] in dropped.all.withLock { $0.append("\(name)'s wait") }
            }
        }

        func hangUp(_ name: String) {
            if let token = ids[name] { table.hangUp(ObjectIdentifier(token)) }
        }

        func close(_ name: String) {
            if let token = ids[name] { table.close(ObjectIdentifier(token)) }
        }

        var gone: [String] { dropped.all.withLock(\.self) }
    }

    private static let tokens = ConnectionShares(descriptors: 1_024, hasTokens: true, isBehindProxy: false)
    /// The least there is: 16 connections.
    private static let few = ConnectionShares(descriptors: 0, hasTokens: true, isBehindProxy: false)
    private static let tokenless = ConnectionShares(descriptors: 0, hasTokens: false, isBehindProxy: false)

    @Test("The shares follow the descriptors, and half of them are kept for those who are known")
    func shares() {
        #expect(Self.tokens.total == 896 && Self.tokens.strangers == 448 && Self.tokens.strangersPerAddress == 64)
        let many = ConnectionShares(descriptors: 1_000_000, hasTokens: true, isBehindProxy: true)
        #expect(many.total == 4_096 && many.strangersPerAddress == nil)
        #expect(Self.tokenless.strangers == Self.tokenless.total && Self.tokenless.strangersPerAddress == nil)
        #expect(Self.few.total == 16)
    }

    @Test("Who waits makes room before a new one is refused, after those who are idle, and hears of it")
    func waiting() {
        let house = House(Self.few)
        for number in 0..<16 {
            house.open("\(number)")
            house.know("\(number)")
            if number % 2 == 0 { house.wait("\(number)") } else { house.note("\(number)", isBusy: number != 5) }
        }
        house.open("a")
        #expect(house.gone == ["5"])
        house.know("a")
        house.note("a", isBusy: true)
        house.open("b")
        #expect(house.gone == ["5", "0", "0's wait"])
        house.know("b")
        house.note("b", isBusy: true)
        for number in stride(from: 2, to: 16, by: 2) {
            house.open("new \(number)")
            house.know("new \(number)")
            house.note("new \(number)", isBusy: true)
        }
        #expect(!house.open("last"), "nobody is idle or waits")
    }

    @Test("A wait ends when its client hangs up or goes, before it begins as well")
    func hangingUp() {
        let house = House(Self.tokens)
        for name in ["a", "b", "c"] { house.open(name) }
        house.wait("a")
        house.hangUp("a")
        house.wait("b")
        house.close("b")
        house.hangUp("c")
        house.wait("c")
        house.wait("nobody")
        #expect(house.gone == ["a's wait", "b's wait", "c's wait"])
    }

    @Test("An address's strangers are as many as its share, the oldest makes room, and others lose nothing")
    func perAddress() {
        let house = House(Self.tokens)
        house.open("friend", from: "192.0.2.2")
        house.open("known")
        house.know("known")
        for number in 0..<100 { house.open("\(number)") }
        #expect(house.gone == (0..<36).map { "\($0)" })
        #expect(house.table.counts.open == 66 && house.table.counts.known == 1 && house.table.counts.dropped == 36)
    }

    @Test("In a crowd a new one has time to say who it is; a crowd of those harms no others")
    func newAmongBusy() {
        let house = House(Self.tokens)
        house.open("friend", from: "192.0.2.2")
        for number in 0..<64 { house.open("\(number)") }
        house.open("honest", isNew: true)
        house.note("honest", isBusy: true)
        for number in 64..<80 { house.open("\(number)") }
        #expect(house.gone == (0..<17).map { "\($0)" })
        for number in 0..<1_000 { house.open("new \(number)", isNew: true) }
        #expect(house.table.counts.open == 448 && !house.gone.contains("friend"))
        house.open("another", from: "192.0.2.3")
        #expect(house.table.counts.open == 448 && house.gone.last?.hasPrefix("new ") == true, "the crowd makes room")
    }

    @Test("Beside those who are known a crowd takes the places of its own, and so do others who come")
    func crowdAmongKnown() {
        let house = House(Self.tokens)
        for number in 0..<500 {
            house.open("known \(number)")
            house.know("known \(number)")
        }
        house.open("friend", from: "192.0.2.2")
        for number in 0..<500 { house.open("new \(number)", isNew: true) }
        house.open("another", from: "192.0.2.3")
        #expect(house.gone.allSatisfy { $0.hasPrefix("new ") })
        #expect(house.table.counts.open == 896 && house.table.counts.known == 500)
    }

    @Test("Of strangers the idle ones go first, then those whose request has waited longest")
    func order() {
        let house = House(Self.few)
        for name in ["a", "b", "c", "d", "e", "f", "g", "h"] { house.open(name, from: nil) }
        for name in ["a", "b", "c", "d", "e", "f", "g"] { house.note(name, isBusy: true) }
        house.open("i", from: nil)
        house.note("i", isBusy: true)
        house.open("j", from: nil)
        #expect(house.gone == ["h", "a"])
    }

    @Test("Strangers from however many addresses take no place of those who are known")
    func kept() {
        let house = House(Self.few)
        for number in 0..<8 {
            house.open("known \(number)", from: "192.0.2.\(number)")
            house.know("known \(number)")
            house.note("known \(number)", isBusy: false)
        }
        for number in 0..<50 { house.open("\(number)", from: "198.51.100.\(number)") }
        #expect(house.gone == (0..<42).map { "\($0)" })
        #expect(house.table.counts.open == 16 && house.table.counts.known == 8)
    }

    @Test("A full house of known callers lets the one go that is idle longest, and takes nobody in when all are busy")
    func fullHouse() {
        let house = House(Self.few)
        for number in 0..<16 {
            #expect(house.open("\(number)"))
            house.know("\(number)")
            house.note("\(number)", isBusy: number != 7)
        }
        #expect(house.open("next") && house.gone == ["7"])
        house.know("next")
        house.note("next", isBusy: true)
        #expect(!house.open("too many") && house.gone == ["7"])
        #expect(house.table.counts.open == 16)
    }

    @Test("Without tokens a new connection always gets in, whatever the others do")
    func tokenless() {
        let house = House(Self.tokenless)
        for number in 0..<16 {
            house.open("\(number)")
            house.note("\(number)", isBusy: true)
        }
        #expect(house.open("next") && house.gone == ["0"])
    }
}
