import APIClient
import Domain
import Journal
import Sync
import Testing
import Wire

@Suite("Notes and restorations on a server of an earlier version")
struct OlderServerTests {
    private static func batch(_ change: Entry.Change) -> EditBatch {
        EditBatch(
            customer: .random(), sending: .init(leader: 7, covers: [7], op: .random()), change: change,
            earlierAttempts: 0)
    }

    private static let changes: [Entry.Change] = [
        .note(NoteText(trusted: "Said")), .restore(base: SyncFixture.someone, version: 2),
    ]

    private func detail(of change: Entry.Change, _ kind: Problem.Kind) async -> String? {
        let result = await Self.batch(change).withReason(SyncFixture.refused(kind)) { call in
            #expect(call == .health)
            return .success(
                .health(
                    HealthJSON(timestamp: Timestamp(microseconds: 0), version: "1", replicate: true, capabilities: [])))
        }
        guard case .failure(.refused(let problem)) = result else { return nil }
        return problem.detail
    }

    @Test("A refusal says that the server cannot do it, and that nothing is lost", arguments: changes)
    func cannot(change: Entry.Change) async {
        for kind in [Problem.Kind.notFound, .methodNotAllowed] {
            let detail = await detail(of: change, kind)
            #expect(detail?.contains("earlier version") == true && detail?.contains("Nothing is lost") == true)
        }
        #expect(await detail(of: change, .deleted) == "no")
    }

    @Test("What every server knows is refused with its own words")
    func others() async {
        let edit = CustomerEdit([.phone: FieldChange(from: "1", to: "2")])
        let result = await Self.batch(.edit(edit, version: 1)).withReason(SyncFixture.refused(.notFound)) { _ in
            Issue.record("the server was asked")
            return SyncFixture.health
        }
        #expect(result == SyncFixture.refused(.notFound))
    }
}
