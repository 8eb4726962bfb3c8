import Domain
import FoundationEssentials
import Journal
import Randomness
import Screen
import Synchronization
import Wire

@testable import Panes

/// Everything around an ``App``: a server with people, a journal, timers, and other programs at work on both.
struct World {
    var random: SplitMix
    var app: App
    /// The server's people.
    var people: [CustomerID: Customer] = [:]
    var journal = EditQueue()
    /// Requests that have not been answered.
    var open: [(id: RequestID, call: ReadCall)] = []
    /// Requests that were given up or answered: an answer to one of them is late.
    var closed: [(id: RequestID, call: ReadCall)] = []
    var recalls: [(id: RequestID, query: LocalQuery)] = []
    var unwritten: [(id: RequestID, write: QueueRequest)] = []
    var timers: Set<AppTimer> = []
    /// What is known of the way to the API, and what the interface was told of it.
    var connection = Connection()
    var reported = Connection()
    /// Copies whose outcome was not reported.
    var copies = 0
    /// The program of the person's own that runs, and the text that is in their editor.
    var running: RequestID?
    /// Whose kept timelines are asked for, and who is to be erased.
    var timelineRecalls: [CustomerID] = []
    var erasing: [CustomerID] = []
    /// Who is never there again.
    var erased: Set<CustomerID> = []
    /// Who is said not to be the same, without an answer.
    var dismissals: [CustomerPair] = []
    var editing: EditorRequest?
    var now: Timestamp
    let session = JournalSession(id: .numbered(999_999))

    static let maximumPeople = 40

    init(seed: UInt64) {
        var random = SplitMix(seed: seed)
        let counter = IDSequence()
        let environment = AppEnvironment(
            title: "acme", isReadOnly: random.once(in: 25), isUnicode: !random.once(in: 4),
            keymap: Self.keymap, session: session.source,
            makeUUID: { counter.next() })
        now = Timestamp("2026-11-23T10:00:00.000Z") ?? .now()
        app = App(environment, size: Self.size(&random), now: now)
        self.random = random
        for number in 1...3 + self.random.below(Self.maximumPeople - 3) {
            let person = person(number, version: 1)
            people[person.id] = person
        }
        perform(app.start())
    }

    /// The default keys, and programs of the person's own in every kind.
    private static let keymap: Keymap = {
        let custom = [
            CustomCommand(name: "page", key: .function(7), argv: ["page"], output: .pager),
            CustomCommand(name: "bill", key: .function(6), argv: ["bill"], confirms: true, writes: true),
        ]
        return (try? Keymap.standard.adding(custom)) ?? .standard
    }()

    // MARK: People

    /// The number of one of the server's people; `nil` for those who were made here.
    static func number(of id: CustomerID) -> Int? {
        Int(id.text.suffix(12)).flatMap { $0 < 900 ? $0 : nil }
    }

    /// Somebody whose name, email and address all hold the number; the name's first letter is by chance.
    mutating func person(_ number: Int, version: Int) -> Customer {
        let digits = String("00\(number)".suffix(3))
        let letter = Character(Unicode.Scalar(UInt8(65 + random.below(26))))
        let name = "\(letter)-\(digits) " + random.pick(["Smith", "Ünal", "日本", "Jones-Li", "O'Neil"])
        let details = CustomerDetails(
            trustedName: name, email: "q\(digits)@example.com", phone: random.once(in: 3) ? nil : "+1 555 \(version)",
            address: random.once(in: 2) ? nil : "\(digits) Main St\nTown")
        return Customer(
            id: .numbered(number), details: details, registrationDate: now, createdAt: now, updatedAt: now,
            version: version, updatedBy: random.once(in: 2) ? "kim" : nil)
    }

    /// Anybody, and often the customer with the focus.
    mutating func anybody() -> CustomerID {
        let subject = app.navigation.customers.openForm?.customerID ?? app.navigation.customers.subject
        if random.once(in: 2), let subject, Self.number(of: subject) != nil { return subject }
        return .numbered(1 + random.below(Self.maximumPeople))
    }

    static func size(_ random: inout SplitMix) -> Size {
        switch random.below(10) {
        case 0: Size(rows: 1 + random.below(8), columns: 1 + random.below(40))
        case 1: random.once(in: 8) ? Size(rows: 200, columns: 500) : Size(rows: 50, columns: 200)
        case 2...5: Size(rows: 24, columns: 80)
        default: Size(rows: 10 + random.below(30), columns: 60 + random.below(120))
        }
    }

    // MARK: Events

    /// Gives the interface an event; what it wants done is noted.
    ///
    /// - Returns: what it wants done.
    mutating func give(_ event: Event) -> [Effect] {
        let effects = app.update(event, at: now)
        perform(effects)
        return effects
    }

    private mutating func perform(_ effects: [Effect]) {
        for case .terminal(.copy) in effects { copies += 1 }
        for case .terminal(.edit(let request)) in effects { editing = request }
        for case .background(let effect) in effects {
            switch effect {
            case .send(let id, let call): open.append((id, call))
            case .cancel(let id):
                closed += open.filter { $0.id == id }
                open.removeAll { $0.id == id }
            case .start(let timer, _): timers.insert(timer)
            case .stop(let timer): timers.remove(timer)
            case .recall(let id, let query): recalls.append((id, query))
            case .record(let id, let write): unwritten.append((id, write))
            case .run(let id, _, _): running = id
            case .recallTimeline(let id): timelineRecalls.append(id)
            case .erase(let id): erasing.append(id)
            case .retract: break
            case .dismiss(let pair): dismissals.append(pair)
            case .keepDraft, .dropDraft, .keepColumns, .keepSearches, .syncNow, .reloadQueue, .report, .saveView, .rest,
                .endCommand, .write:
                break
            }
        }
    }

    mutating func append(_ bodies: JournalRecord.Body...) {
        for body in bodies {
            journal.apply(JournalRecord(sequence: journal.lastSequence + 1, time: now, body: body))
        }
    }
}

extension Identifier {
    static func numbered(_ number: Int) -> Identifier {
        let digits = String(number)
        let text = "00000000-0000-4000-8000-" + String(repeating: "0", count: 12 - digits.count) + digits
        guard let id = Identifier(text) else { preconditionFailure("\(text) is a UUID") }
        return id
    }
}

/// Identities that no person of the server has, the same in every play.
private final class IDSequence: Sendable {
    private let last = Mutex(900_000)

    func next() -> UUID {
        last.withLock {
            $0 += 1
            return CustomerID.numbered($0).uuid
        }
    }
}
