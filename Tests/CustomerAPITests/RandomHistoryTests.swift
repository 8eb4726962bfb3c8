import CustomerAPI
import Domain
import HTTP
import HTTPTypes
import Randomness
import TestSupport
import Testing
import Wire

@Suite("Histories made up at random")
struct RandomHistoryTests {
    /// What was shown of each version when it was made.
    private struct Shown {
        var versions: [CustomerID: [Int: Customer]] = [:]
        /// In the order in which they were made, which no run has otherwise.
        var ids: [CustomerID] = []
        var deleted: Set<CustomerID> = []
        var erased: Set<CustomerID> = []

        mutating func note(_ response: Response) {
            guard response.status.kind == .successful, let customer = response.customer else { return }
            if versions[customer.id] == nil { ids.append(customer.id) }
            versions[customer.id, default: [:]][customer.version] = customer
            deleted.remove(customer.id)
        }
    }

    private static let emails = ["a@x.org", "b@x.org", "c@x.org", ""]

    private func body(_ random: inout SplitMix) -> String {
        let phone = random.pick(["\"1\"", "\"22\"", "\"333\""])
        let tags = random.pick(["[]", "[\"a\"]", "[\"b\", \"a\"]", "null"])
        let company = random.pick(["\"ACME\"", "null"])
        return """
            {"name": "N \(random.below(9))", "email": "\(random.pick(Self.emails))", "phone": \(phone), "tags": \(tags),
             "company": \(company)}
            """
    }

    private func step(_ api: MemoryAPI, _ random: inout SplitMix, _ shown: inout Shown) async {
        // Few enough that some have many versions.
        let isNew = shown.ids.count - shown.erased.count < 12 && random.once(in: 8)
        guard let id = shown.ids.randomElement(using: &random), !isNew else {
            return shown.note(await api.send(.post, "/api/customers", [:], body(&random)))
        }
        switch random.below(12) {
        case 0...3: shown.note(await api.send(.patch, id.path(), [:], body(&random)))
        case 4: shown.note(await api.send(.put, id.path(), [:], body(&random)))
        case 5, 6: _ = await api.note(id, "Note \(random.below(99))")
        case 7: _ = await api.send(.delete, id.path("notes/\(1 + random.below(9))"))
        case 8: if await api.send(.delete, id.path()).status == .noContent { shown.deleted.insert(id) }
        case 9, 10: shown.note(await api.send(.post, id.path("restore"), [:], "{}"))
        default:
            guard random.once(in: 4) else { return }
            if await api.send(.post, id.path("erase"), [:], "{}", as: .admin).status == .noContent {
                shown.erased.insert(id)
            }
        }
    }

    @Test(
        "Every version is there as it was shown when it was made, and entries and versions have no gap",
        arguments: [1, 2, 3, 4, 5, 6] as [UInt64])
    func histories(seed: UInt64) async throws {
        var random = SplitMix(seed: seed)
        let api = MemoryAPI()
        var shown = Shown()
        for _ in 0..<400 {
            await step(api, &random, &shown)
            api.clock.advance(bySeconds: Int64(random.below(3)))
        }
        let living = shown.versions.filter { !shown.erased.contains($0.key) && !shown.deleted.contains($0.key) }
        #expect(living.count > 2 && shown.versions.values.contains { $0.count > 5 })
        for (id, versions) in living {
            let entries = try await api.entries(id).reversed()
            #expect(entries.map(\.number) == Array(1...entries.count))
            let made = entries.filter(\.kind.makesVersion)
            #expect(made.map(\.version) == Array(1...made.count), "a version is an entry")
            let visible = made.filter { $0.kind != .deleted }.map(\.version)
            #expect(versions.keys.sorted() == visible, "nothing else was shown")
            for (version, customer) in versions {
                let past = await api.get(id.path("versions/\(version)"))
                #expect(past.customer == customer, "\(seed): \(id) \(version)")
            }
        }
        for id in shown.deleted.union(shown.erased) {
            #expect(await api.get(id.path("versions/1")).problem?.kind == .deleted)
        }
    }
}
