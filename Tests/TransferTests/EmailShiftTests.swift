import Domain
import JSON
import Testing
import Wire

@testable import Transfer

/// A file that hands emails on among its own lines.
struct EmailShiftTests {
    private static let people = (0..<5).map { CustomerID(derivedFrom: "p\($0)", in: .importedEmail) }

    /// Each line gives one of the people, who have `e0` to `e4`, another email.
    private func shifts(_ lines: [(person: Int, to: Int)], taken: Set<Int> = []) throws -> (EmailShifts, [ImportRecord])
    {
        let records = try lines.enumerated().map { index, line in
            try ImportRecord(
                line: index + 2,
                [
                    "customer_id": .string(Self.people[line.person].text), "name": .string("P"),
                    "email": .string("E\(line.to)@example.com"),
                ])
        }
        let emails = Dictionary(uniqueKeysWithValues: Self.people.enumerated().map { ($1, "e\($0)@example.com") })
        let owned = Set(emails.values).union(taken.map { "e\($0)@example.com" })
        let shifts = EmailShifts(
            records, emailNow: { emails[$0] }, owner: { owned.contains($0) ? Self.people[0] : nil })
        return (shifts, records)
    }

    @Test("All may move on by one, whatever the order of the lines", arguments: [[0, 1, 2, 3, 4], [4, 3, 2, 1, 0]])
    func chain(order: [Int]) throws {
        let (shifts, records) = try shifts(order.map { ($0, $0 + 1) })
        // Nobody has the last one.
        #expect(records.filter { !shifts.frees($0) }.map(\.email) == ["E5@example.com"])
    }

    @Test("Nobody moves up behind an email that another customer keeps")
    func blocked() throws {
        let (shifts, records) = try shifts([(0, 1), (1, 2), (2, 9)], taken: [9])
        #expect(records.allSatisfy { !shifts.frees($0) })
    }

    @Test("Two customers who swap emails cannot begin, and neither can one who waits for them")
    func circle() throws {
        let (shifts, records) = try shifts([(0, 1), (1, 0), (2, 0)])
        #expect(records.allSatisfy { !shifts.frees($0) })
    }

    @Test("Twenty thousand move on without a step into another")
    func long() throws {
        let count = 20_000
        let ids = (0..<count).map { CustomerID(derivedFrom: "\($0)", in: .importedEmail) }
        let records = try ids.enumerated().map { number, id in
            try ImportRecord(
                line: number,
                ["customer_id": .string(id.text), "name": .string("P"), "email": .string("e\(number + 1)@example.com")])
        }
        let emails = Dictionary(uniqueKeysWithValues: ids.enumerated().map { ($1, "e\($0)@example.com") })
        let owned = Set(emails.values)
        var asked = 0
        let shifts = EmailShifts(
            records, emailNow: { emails[$0] },
            owner: { email in
                asked += 1
                return owned.contains(email) ? ids[0] : nil
            })
        #expect(asked == count)
        #expect(records.count { shifts.frees($0) } == count - 1)
    }
}
