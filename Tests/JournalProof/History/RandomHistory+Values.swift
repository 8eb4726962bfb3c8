package import Domain
package import Journal
import Randomness
package import Wire

/// Values for histories: few different ones, so that edits meet, and such as JSON, terminals and lines trip over.
extension RandomHistory {
    private static let texts = [
        "Anna", "Bao", "O'Brien \"Bob\"", "back\\slash", "{\"s\":1,\"h\":\"", "ünïcödé", "漢字", "👩‍👩‍👧", "é",
        "tab\tbell\u{7}nul\u{0}",
        "line\nbreak\r\u{2028}", "\u{7F}del", "}]},", " blanks ",
    ]

    package mutating func text() -> String { dice.pick(Self.texts) }

    package mutating func details() -> CustomerDetails {
        CustomerDetails(
            trustedName: text(), email: dice.pick(["a", "b", "c"]) + "@example.org",
            phone: dice.once(in: 2) ? nil : dice.pick(["1", "2", "3"]), address: dice.once(in: 2) ? nil : text())
    }

    /// What the server has of somebody.
    package func details(_ customer: CustomerID) -> CustomerDetails {
        CustomerDetails(trustedName: "Known", email: "\(customer.text)@example.org", phone: "1", address: nil)
    }

    package mutating func newCustomer() -> NewCustomer {
        NewCustomer(
            details(), registrationDate: dice.once(in: 2) ? nil : moment(),
            cleared: dice.once(in: 2) ? [] : [.phone, .address])
    }

    package mutating func customer(_ id: CustomerID) -> Customer {
        Customer(
            id: id, details: details(), registrationDate: moment(), createdAt: moment(), updatedAt: moment(),
            version: 2 + dice.below(9), updatedBy: dice.once(in: 2) ? nil : text())
    }

    /// Milliseconds are all that a line has.
    package mutating func moment() -> Timestamp {
        Timestamp(microseconds: Int64(dice.below(4_000_000_000)) * 1_000_000 + Int64(dice.below(1_000)) * 1_000)
    }

    /// Who entered something, when the version of the program said so.
    package mutating func source() -> EntrySource? {
        guard !dice.once(in: 4) else { return nil }
        let program = dice.pick(["customers", "customers edit", "漢 \"字\""])
        return EntrySource(program: program, session: dice.pick(["1", "2"]))
    }

    package mutating func due(_ change: Entry.Change) -> BootMoment? {
        change.kind == .delete && !dice.once(in: 4) ? bootMoment() : nil
    }

    mutating func bootMoment() -> BootMoment {
        BootMoment(boot: dice.pick(["start", "another"]), milliseconds: Int64(dice.below(1 << 40)))
    }

    package mutating func form(_ change: Entry.Change) -> Entry.Form {
        Entry.Form(op: .random(using: &dice), change: change)
    }

    /// The same change on a newer version.
    mutating func form(_ entry: PendingEdit) -> Entry.Form {
        switch entry.change {
        case .create, .note, .restore: form(entry.change)
        case .edit(let edit, let version): form(.edit(edit, version: version + 1))
        case .delete(let base, let version): form(.delete(base: base, version: version + 1))
        }
    }

    /// A line of a version to come.
    package mutating func later() -> String {
        #"{"s":\#(1 + dice.below(99)),"t":"2031-01-01T00:00:00.000Z","k":"later\#(dice.below(9))","x":[1,{"y":null}]}"#
    }
}
