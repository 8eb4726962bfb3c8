import CustomerAPI
import Domain
import HTTP
import HTTPTypes
import TestSupport
import Testing
import Wire

@Suite("A customer as they were")
struct PastTests {
    private let api = MemoryAPI()

    /// Version 1 at noon, 2 a minute later, deleted as 3 and restored as 4, changed as 5, with notes in between.
    private func history() async throws -> (CustomerID, [Int: Customer]) {
        var shown: [Int: Customer] = [:]
        let anna = try await api.create(#"{"name": "Anna", "email": "anna@x.org", "tags": ["a", "b"]}"#)
        func minute() { api.clock.advance(bySeconds: 60) }
        shown[1] = anna
        _ = await api.note(anna.id, "One")
        minute()
        shown[2] = try await api.patch(anna.id, #"{"name": "Anne", "phone": "555", "tags": ["b"]}"#)
        minute()
        _ = await api.note(anna.id, "Two")
        #expect(await api.send(.delete, anna.id.path()).status == .noContent)
        minute()
        shown[4] = await api.send(.post, anna.id.path("restore"), [:], "{}").customer
        minute()
        shown[5] = try await api.patch(anna.id, #"{"email": null, "company": "ACME"}"#)
        minute()
        _ = await api.note(anna.id, "Three")
        return (anna.id, shown)
    }

    @Test("Each version is there as it was shown when it was made, without a tag by which it could be changed")
    func versions() async throws {
        let (id, shown) = try await history()
        #expect(shown.keys.sorted() == [1, 2, 4, 5])
        for (version, customer) in shown {
            let response = await api.get(id.path("versions/\(version)"))
            #expect(response.status == .ok && response.customer == customer.asShown && response.fields[.eTag] == nil)
            let head = await api.send(.head, id.path("versions/\(version)"))
            #expect(head.status == .ok && head.body.isEmpty)
        }
        for missing in [3, 6, 999] {
            #expect(await api.get(id.path("versions/\(missing)")).problem?.kind == .notRecorded)
        }
    }

    @Test("At a time there is what was made last until then; of a time when they were deleted nothing is known")
    func moments() async throws {
        let (id, shown) = try await history()
        func version(_ seconds: Int64) async -> Int? {
            let time = API.now.advanced(bySeconds: seconds).text
            let response = await api.get(id.path("at/\(time)"))
            if response.status == .ok { return response.customer?.version }
            #expect(response.problem?.kind == .notRecorded)
            return nil
        }
        let seconds: [Int64] = [-1, 0, 59, 60, 119, 120, 179, 180, 239, 240, 999_999]
        var found: [Int?] = []
        for second in seconds { found.append(await version(second)) }
        #expect(found == [nil, 1, 1, 2, 2, nil, nil, 4, 4, 5, 5])
        #expect(shown[5]?.email == nil)
        let offset = PercentEncoding.encoded("2024-03-01T12:51:00+02:00")
        #expect(await api.get(id.path("at/\(offset)")).customer?.version == 2, "10:51 UTC, a minute behind the first")
    }

    @Test("At the moment that stands beside a version, which has milliseconds, there is that version")
    func milliseconds() async throws {
        let clock = Timestamp(microseconds: API.now.microseconds + 123_456)
        let api = MemoryAPI(clock: ManualClock(clock))
        let anna = try await api.create()
        #expect(await api.get(anna.id.path("at/\(anna.updatedAt.text)")).customer == anna.asShown)
        let before = Timestamp(microseconds: clock.microseconds - 1_000)
        #expect(await api.get(anna.id.path("at/\(before.text)")).problem?.kind == .notRecorded)
    }

    @Test("A version far back is found behind hundreds of entries")
    func far() async throws {
        let anna = try await api.create()
        for number in 0..<250 { _ = await api.note(anna.id, "\(number)") }
        for number in 0..<120 { _ = try await api.patch(anna.id, #"{"phone": "\#(number)"}"#) }
        #expect(await api.get(anna.id.path("versions/1")).customer == anna)
        #expect(await api.get(anna.id.path("versions/60")).customer?.phone == "58")
    }
}

extension Customer {
    /// With moments as JSON has them.
    var asShown: Customer {
        func shown(_ moment: Timestamp) -> Timestamp { Timestamp(moment.text) ?? moment }
        return Customer(
            id: id, details: details, registrationDate: shown(registrationDate), createdAt: shown(createdAt),
            updatedAt: shown(updatedAt), version: version, updatedBy: updatedBy)
    }
}
