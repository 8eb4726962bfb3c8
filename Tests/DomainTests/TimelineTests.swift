import Domain
import Testing

@Suite("Timelines")
struct TimelineTests {
    private static let start = Timestamp(microseconds: 1_700_000_000_000_000)

    private static func entry(
        _ number: Int, _ kind: TimelineEntry.Kind = .changed, version: Int, at seconds: Int64 = 0,
        by author: String? = "kim", _ changes: [CustomerField: (String?, String?)] = [:], isTrimmed: Bool = false
    ) -> TimelineEntry {
        let edit = CustomerEdit(changes.mapValues { FieldChange(from: $0.0, to: $0.1) })
        let entry = TimelineEntry(
            number: number, moment: start.advanced(bySeconds: seconds), author: author, kind: kind, version: version,
            edit: edit, note: kind == .note ? "Said." : nil)
        return isTrimmed ? entry.trimmed : entry
    }

    // MARK: Steps

    @Test("Changes of one person to the same field within two minutes are one step, from the first value to the last")
    func together() {
        let steps = TimelineSteps.all([
            Self.entry(4, version: 4, at: 120, [.phone: ("2", "3")]),
            Self.entry(3, version: 3, at: 60, [.phone: ("1", "2")]),
            Self.entry(2, version: 2, at: 0, [.phone: (nil, "1")]),
            Self.entry(1, .created, version: 1, at: 0, [.phone: (nil, "1")]),
        ])
        #expect(steps.map(\.numbers) == [2...4, 1...1])
        #expect(steps.first?.edit == CustomerEdit([.phone: FieldChange(from: nil, to: "3")]))
        #expect(steps.first?.newest.number == 4 && steps.first?.versions == 2...4)
    }

    private static let separate: [[TimelineEntry]] = [
        [entry(3, version: 3, at: 1, [.phone: ("1", "2")]), entry(2, version: 2, by: "bo", [.phone: (nil, "1")])],
        [entry(3, version: 3, at: 1, [.phone: ("1", "2")]), entry(2, version: 2, [.address: (nil, "1")])],
        [
            entry(3, version: 3, at: 1, [.phone: ("1", "2")]),
            entry(2, version: 2, [.phone: (nil, "1"), .name: ("a", "b")]),
        ],
        [entry(3, version: 3, at: 121, [.phone: ("1", "2")]), entry(2, version: 2, at: 0, [.phone: (nil, "1")])],
        [entry(3, version: 3, at: 1, [.phone: ("1", "2")]), entry(2, .created, version: 2, [.phone: (nil, "1")])],
        [entry(3, version: 3, at: 1), entry(2, version: 2)],
        [entry(3, version: 3, at: 1, isTrimmed: true), entry(2, version: 2, isTrimmed: true)],
        [entry(3, version: 3, at: 1, [.phone: ("1", "2")]), entry(2, version: 2, [.phone: ("2", "1")])],
        [
            entry(3, version: 3, at: 1, by: nil, [.phone: ("1", "2")]),
            entry(2, version: 2, by: nil, [.phone: (nil, "1")]),
        ],
        [entry(4, version: 3, at: 1, [.phone: ("1", "2")]), entry(2, version: 2, [.phone: (nil, "1")])],
        [entry(4, version: 4, at: 1, [.phone: ("1", "2")]), entry(3, version: 2, [.phone: (nil, "1")])],
        [
            entry(4, version: 3, at: 2, [.phone: ("1", "2")]), entry(3, .note, version: 2, at: 1),
            entry(2, version: 2, [.phone: (nil, "1")]),
        ],
    ]

    @Test(
        "Changes stay apart of others, of the nameless, of other fields, further apart, with a gap between, or leading back",
        arguments: separate)
    func apart(_ entries: [TimelineEntry]) {
        #expect(TimelineSteps.all(entries).map(\.numbers) == entries.map { $0.number...$0.number })
    }

    @Test("Back and forth is one step where it leads somewhere else in the end")
    func backAndForth() {
        let steps = TimelineSteps.all([
            Self.entry(4, version: 4, at: 60, [.phone: ("1", "3")]),
            Self.entry(3, version: 3, at: 30, [.phone: ("2", "1")]), Self.entry(2, version: 2, [.phone: ("1", "2")]),
        ])
        #expect(steps.map(\.numbers) == [2...4])
        #expect(steps.first?.edit == CustomerEdit([.phone: FieldChange(from: "1", to: "3")]))
    }

    // MARK: Blame

    private static func blame(version: Int, _ entries: [TimelineEntry]) throws -> Blame {
        var blame = Blame(of: try customer("1", version: version))
        for entry in entries { blame.read(entry) }
        return blame
    }

    /// The numbers of the entries that set the fields of which that is known.
    private static func numbers(_ blame: Blame) -> [CustomerField: Int] {
        let pairs = CustomerField.allCases.compactMap { field -> (CustomerField, Int)? in
            if case .entry(let entry) = blame.origin(of: field) { (field, entry.number) } else { nil }
        }
        return Dictionary(uniqueKeysWithValues: pairs)
    }

    @Test("Each field is the newest entry's that changed it, whoever did other things since")
    func blame() throws {
        let blame = try Self.blame(
            version: 4,
            [
                Self.entry(5, .restored, version: 4), Self.entry(4, .deleted, version: 3),
                Self.entry(3, .note, version: 2), Self.entry(2, version: 2, by: "bo", [.phone: (nil, "1")]),
                Self.entry(1, .created, version: 1, [.name: (nil, "Anna"), .email: (nil, "a@b.co")]),
            ])
        #expect(Self.numbers(blame) == [.phone: 2, .name: 1, .email: 1])
        #expect(blame.origin(of: .address) == .never && blame.isComplete)
    }

    @Test("Behind what is trimmed nobody is blamed, for it may have changed any field; a deletion changes none")
    func trimmedBlame() throws {
        let blame = try Self.blame(
            version: 5,
            [
                Self.entry(5, version: 5, at: 50, [.phone: ("1", "2")]),
                Self.entry(4, .restored, version: 4, at: 40, isTrimmed: true),
                Self.entry(3, .deleted, version: 3, at: 30, isTrimmed: true),
                Self.entry(2, version: 2, at: 20, isTrimmed: true),
                Self.entry(1, .created, version: 1, [.name: (nil, "Anna")]),
            ])
        #expect(Self.numbers(blame) == [.phone: 5] && blame.isComplete)
        #expect(blame.origin(of: .name) == .before(Self.start.advanced(bySeconds: 30)))
    }

    @Test("What was so when recording began has that moment, and what was empty then was always")
    func baselineBlame() throws {
        let blame = try Self.blame(
            version: 8,
            [
                Self.entry(2, version: 8, at: 20, [.phone: (nil, "1")]),
                Self.entry(1, .baseline, version: 7, at: 10, [.name: (nil, "Anna")]),
            ])
        #expect(Self.numbers(blame) == [.phone: 2])
        #expect(blame.origin(of: .name) == .before(Self.start.advanced(bySeconds: 10)))
        #expect(blame.origin(of: .address) == .never)
    }

    @Test("Changes that came after the values are passed over, and behind a gap nobody is blamed")
    func otherVersions() throws {
        let entries = [
            Self.entry(3, version: 3, at: 30, by: "bo", [.phone: ("1", "2")]),
            Self.entry(2, version: 2, at: 20, [.phone: (nil, "1")]),
        ]
        #expect(Self.numbers(try Self.blame(version: 2, entries)) == [.phone: 2])
        let behind = try Self.blame(version: 4, entries)
        #expect(behind.origin(of: .phone) == .before(Self.start) && behind.isComplete)
    }

    @Test("Before anything is read, the values are as old as the record")
    func unread() throws {
        let blame = try Self.blame(version: 4, [])
        #expect(blame.origin(of: .phone) == .before(Self.start) && !blame.isComplete)
    }

    // MARK: Versions

    private static func customer(_ phone: String?, version: Int) throws -> Customer {
        Customer(
            id: .random(), details: try CustomerDetails(name: "Anna", email: "a@b.co", phone: phone),
            registrationDate: start, createdAt: start, updatedAt: start, version: version, updatedBy: nil)
    }

    @Test("Every recorded version is told with its values, moment and author; a deletion is none")
    func versions() throws {
        let entries = [
            Self.entry(5, .restored, version: 5, at: 50), Self.entry(4, .deleted, version: 4, at: 40),
            Self.entry(3, version: 3, at: 30, by: "bo", [.phone: ("1", "2")]),
            Self.entry(2, version: 2, at: 20, [.phone: (nil, "1")]), Self.entry(1, .baseline, version: 1, at: 10),
        ]
        let versions = Rewind.versions(entries, upTo: try Self.customer("2", version: 5))
        #expect(versions.map(\.version) == [5, 3, 2, 1])
        #expect(versions.map(\.phone) == ["2", "2", "1", nil])
        #expect(versions.map(\.updatedBy) == ["kim", "bo", "kim", "kim"])
        #expect(versions[1].updatedAt == Self.start.advanced(bySeconds: 30))
    }

    @Test("Of a version whose values are trimmed nothing further is told")
    func trimmedVersions() throws {
        let entries = [
            Self.entry(3, version: 3, [.phone: ("1", "2")]), Self.entry(2, version: 2, isTrimmed: true),
            Self.entry(1, .created, version: 1),
        ]
        let versions = Rewind.versions(entries, upTo: try Self.customer("2", version: 3))
        #expect(versions.map(\.version) == [3, 2] && versions.map(\.phone) == ["2", "1"])
    }

    /// The customer as they were, as far as the timeline tells.
    private static func past(_ target: Rewind.Target, _ entries: [TimelineEntry], of customer: Customer) -> Customer? {
        var rewind = Rewind(from: customer, to: target)
        if let present = rewind.present { return present }
        for entry in entries {
            switch rewind.step(behind: entry) {
            case .found(let past): return past
            case .further: continue
            case .notRecorded: return nil
            }
        }
        return nil
    }

    @Test("Each of them is found by its number and by its moment, and what is trimmed or was never there is not")
    func found() throws {
        let entries = [
            Self.entry(7, version: 7, at: 70, [.phone: ("2", "3")]),
            Self.entry(6, .restored, version: 6, at: 60, isTrimmed: true),
            Self.entry(5, .deleted, version: 5, at: 50, isTrimmed: true),
            Self.entry(4, version: 4, at: 40, by: "bo", isTrimmed: true),
            Self.entry(3, version: 3, at: 30, isTrimmed: true), Self.entry(1, .created, version: 2, at: 20),
        ]
        var customer = try Self.customer("3", version: 7)
        (customer.updatedAt, customer.updatedBy) = (entries[0].moment, "kim")
        let versions = Rewind.versions(entries, upTo: customer)
        #expect(versions.map(\.version) == [7, 6, 4] && versions.map(\.phone) == ["3", "2", "2"])
        for version in versions {
            #expect(Self.past(.version(version.version), entries, of: customer) == version)
            #expect(Self.past(.moment(version.updatedAt), entries, of: customer) == version)
        }
        for version in [1, 2, 3, 5, 8] { #expect(Self.past(.version(version), entries, of: customer) == nil) }
        #expect(Self.past(.moment(Self.start.advanced(bySeconds: 55)), entries, of: customer) == nil)
        #expect(Self.past(.moment(Self.start), entries, of: customer) == nil)
    }

    // MARK: Days

    @Test(
        "A day, a month and a year are meant with their last moment, a moment with all that look like it",
        arguments: [
            ("2026-03-01", "2026-03-01T23:59:59.999999Z"), ("2026-02", "2026-02-28T23:59:59.999999Z"),
            ("2025", "2025-12-31T23:59:59.999999Z"), ("2026-03-01T10:00:00.5+01:00", "2026-03-01T09:00:00.500999Z"),
            ("today", "2026-03-10T23:59:59.999999Z"), ("7d", "2026-03-03T23:59:59.999999Z"),
        ])
    func lastMoment(_ text: String, _ expected: String) throws {
        let dates = FilterDates(now: try #require(Timestamp("2026-03-10T12:00:00Z")))
        #expect(dates.lastMoment(of: text)?.exactText == expected)
    }

    @Test("What names no time has no last moment", arguments: ["", "noon", "2026-13-01", ">2026", "2025..2026"])
    func noMoment(_ text: String) {
        #expect(FilterDates(now: Self.start).lastMoment(of: text) == nil)
    }
}
