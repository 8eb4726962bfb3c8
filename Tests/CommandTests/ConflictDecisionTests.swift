import ArgumentParser
import Domain
import Journal
import Testing
import Wire
import Wording

@testable import Commands

@Suite("Deciding on an edit from a script")
struct ConflictDecisionTests {
    private static let id = CustomerID(derivedFrom: "a", in: .importedEmail)

    private func customer(_ name: String, phone: String?, version: Int) throws -> Customer {
        let moment = try #require(Timestamp("2024-03-01T08:15:00Z"))
        return Customer(
            id: Self.id, details: try CustomerDetails(name: name, email: "a@b.co", phone: phone),
            registrationDate: moment, createdAt: moment, updatedAt: moment, version: version, updatedBy: "kim")
    }

    private let edit = CustomerEdit([
        .name: FieldChange(from: "Anna", to: "Anne"), .phone: FieldChange(from: "1", to: "2"),
    ])

    private func action(_ side: ConflictDecision.Side?, _ values: [CustomerField: String?] = [:]) throws(CommandFailure)
        -> ConflictDecision.Action
    {
        guard let theirs = try? customer("Anna", phone: "3", version: 5) else { return .discardAll }
        return try ConflictDecision(side: side, values: values)
            .action(on: .edit(edit, version: 4), in: .conflict(.changed(theirs)), mine: nil)
    }

    private func goOn(_ changes: [CustomerField: FieldChange]) -> ConflictDecision.Action {
        .goOn(.edit(CustomerEdit(changes), version: 5))
    }

    @Test("Mine keeps what this side wants, theirs only what they did not change, a set value counts more than either")
    func sides() throws {
        let name = FieldChange(from: "Anna", to: "Anne")
        #expect(try action(.mine) == goOn([.name: name, .phone: FieldChange(from: "3", to: "2")]))
        #expect(try action(.theirs) == goOn([.name: name]))
        #expect(try action(nil, [.phone: "4"]) == goOn([.name: name, .phone: FieldChange(from: "3", to: "4")]))
        #expect(try action(.theirs, [.name: nil, .phone: "3"]) == goOn([.name: FieldChange(from: "Anna", to: nil)]))
    }

    @Test("What is left open is named, and nothing is done")
    func open() {
        let failure = #expect(throws: CommandFailure.self) { try action(nil, [.name: "Anne"]) }
        #expect(failure?.status == .usage && failure?.message.contains("phone") == true)
    }

    @Test("A deletion of somebody who was changed is kept or dropped")
    func deletion() throws {
        let theirs = try customer("Anna", phone: "3", version: 5)
        func action(_ side: ConflictDecision.Side) throws -> ConflictDecision.Action {
            try ConflictDecision(side: side, values: [:])
                .action(on: .delete(base: theirs.details, version: 4), in: .conflict(.changed(theirs)), mine: nil)
        }
        #expect(try action(.theirs) == .discard)
        #expect(try action(.mine) == .goOn(.delete(base: theirs.details, version: 5)))
    }

    @Test("An edit of somebody who was deleted is dropped, or they are created again where it is known what they were")
    func gone() throws {
        let mine = try customer("Anne", phone: "2", version: 4)
        func action(_ side: ConflictDecision.Side, _ mine: Customer?) throws(CommandFailure) -> ConflictDecision.Action
        {
            try ConflictDecision(side: side, values: [:])
                .action(on: .edit(edit, version: 4), in: .conflict(.deleted), mine: mine)
        }
        #expect(try action(.theirs, mine) == .discardAll)
        #expect(
            try action(.mine, mine) == .recreate(NewCustomer(mine.details, registrationDate: mine.registrationDate)))
        let failure = #expect(throws: CommandFailure.self) { try action(.mine, nil) }
        #expect(failure?.message.contains("drop it with --theirs, or add them anew with customers add") == true)
    }

    @Test("Who lies in the trash is restored with the edit; whom the server cannot restore any more is created again")
    func restored() throws {
        let trashed = try customer("Anna", phone: "1", version: 4)
        let decision = ConflictDecision(side: .mine, values: [:])
        let restoration = Entry.Change.restore(base: trashed.details, version: 5)
        #expect(
            try decision.action(
                on: .edit(edit, version: 4), in: .conflict(.deleted), mine: nil, trashed: trashed)
                == .restore(restoration))
        #expect(
            try decision.action(on: restoration, in: .rejected(Problem(.deleted, "Deleted.")), mine: nil)
                == .recreate(NewCustomer(trashed.details)))
    }

    @Test("What waits is not to be decided on")
    func waiting() {
        let failure = #expect(throws: CommandFailure.self) {
            try ConflictDecision(side: .mine, values: [:]).action(on: .edit(edit, version: 4), in: .waiting, mine: nil)
        }
        #expect(failure?.status == .tryLater)
    }

    @Test("The command line takes one side, and fields with values that keep the rules")
    func commandLine() throws {
        let parsed = try QueueCommand.Resolve.parse(["7", "--theirs", "--set", "phone= 555 0100 ", "--set", "address="])
        #expect(parsed.number.sequence == 7 && parsed.theirs)
        #expect(parsed.set.map(\.field) == [.phone, .address] && parsed.set.map(\.value) == ["555 0100", nil])
        for words in [["7"], ["7", "--mine", "--theirs"], ["7", "--set", "shoe=1"], ["7", "--set", "email=nobody"]] {
            #expect(throws: (any Error).self) { try QueueCommand.Resolve.parse(words) }
        }
    }
}
