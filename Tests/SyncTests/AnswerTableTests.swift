import APIClient
import Domain
import HTTP
import Journal
import Sync
import Testing
import Wire

/// One row of the table of answers.
struct AnswerRow: CustomTestStringConvertible {
    let testDescription: String
    let change: Entry.Change
    let result: Result<WriteAnswer, APIFailure>
    let outcome: ResponseOutcome
    var earlierAttempts = 0
    var merges = 0
    var willBeFree = false

    init(
        _ title: String, _ change: Entry.Change, _ result: Result<WriteAnswer, APIFailure>,
        _ outcome: ResponseOutcome,
        earlierAttempts: Int = 0, merges: Int = 0, willBeFree: Bool = false
    ) {
        testDescription = title
        self.change = change
        self.result = result
        self.outcome = outcome
        self.earlierAttempts = earlierAttempts
        self.merges = merges
        self.willBeFree = willBeFree
    }
}

@Suite("The table of answers")
struct AnswerTableTests {
    @Test("Row:", arguments: AnswerRow.all)
    func holds(_ row: AnswerRow) {
        let batch = EditBatch(
            customer: AnswerRow.id, sending: .init(leader: 7, covers: [7], op: AnswerRow.key), change: row.change,
            earlierAttempts: row.earlierAttempts)
        let outcome = batch.outcome(
            on: row.result, merges: row.merges, isLastWord: { !row.willBeFree },
            freshKey: { AnswerRow.freshKey })
        #expect(outcome == row.outcome)
    }
}

extension AnswerRow {
    static let id = CustomerID.random()
    static let key = IdempotencyKey.random()
    static let freshKey = IdempotencyKey.random()

    static let all = successes + creations + edits + deletions + laterKinds + again + refusals

    // MARK: Rows

    private static let successes = [
        AnswerRow(
            "A creation is acknowledged with version 1", create, .success(.created(at(1), replayOf: nil)), ack(1, at(1))
        ),
        AnswerRow(
            "A repeated creation is acknowledged with what it made, not with the current version", create,
            .success(.created(at(9), replayOf: 1)), ack(1, at(9))),
        AnswerRow(
            "An edit is acknowledged with the next version", edit, .success(.changed(at(6), replayOf: nil)),
            ack(6, at(6))),
        AnswerRow(
            "A repeated edit is acknowledged with the version that it made", edit,
            .success(.changed(at(8), replayOf: 6)), ack(6, at(8))),
        AnswerRow("A deletion is acknowledged", delete, .success(.deleted(replayOf: nil)), gone(nil)),
        AnswerRow("So is a repeated one", delete, .success(.deleted(replayOf: 6)), gone(nil)),
    ]

    private static let creations = [
        AnswerRow("A creation that exists as it was wanted is acknowledged", create, mismatch(at(3)), ack(3, at(3))),
        AnswerRow(
            "A creation that exists differently is a conflict", create, mismatch(at(3, phone: "2")),
            conflict(at(3, phone: "2"))),
        AnswerRow("A creation under a deleted id is a conflict", create, refused(.deleted), conflictGone),
        AnswerRow("A creation that was deleted since is acknowledged", create, refused(.deleted, replayOf: 1), gone(1)),
    ]

    private static let edits = [
        AnswerRow("An edit of somebody deleted is a conflict", edit, refused(.deleted), conflictGone),
        AnswerRow("So is an edit of somebody unknown", edit, refused(.notFound), conflictGone),
        AnswerRow(
            "An edit that was made before the deletion is acknowledged", edit, refused(.deleted, replayOf: 6), gone(6)),
        AnswerRow(
            "Another field's change merges under a fresh key", edit, mismatch(at(8, name: "Anna")),
            rebase(8, at(8, name: "Anna"))),
        AnswerRow(
            "The same change by somebody else leaves nothing to do", edit, mismatch(at(8, phone: "2")),
            ack(nil, at(8, phone: "2"))),
        AnswerRow(
            "Another change of the field is a conflict", edit, mismatch(at(8, phone: "3")), conflict(at(8, phone: "3"))),
        AnswerRow("The fifth merge happens", edit, mismatch(at(8)), rebase(8, at(8)), merges: 4),
        AnswerRow("The sixth does not", edit, mismatch(at(8)), conflict(at(8)), merges: 5),
        AnswerRow(
            "After an unknown outcome 16 changes are merged", edit, mismatch(at(21)), rebase(21, at(21)),
            earlierAttempts: 1),
        AnswerRow(
            "After an unknown outcome 17 changes are a conflict", edit, mismatch(at(22)), conflict(at(22)),
            earlierAttempts: 1),
        AnswerRow(
            "So they are when there seems nothing to do", edit, mismatch(at(22, phone: "2")),
            conflict(at(22, phone: "2")),
            earlierAttempts: 1),
        AnswerRow(
            "What was made on an impossible version is merged with the server's copy", highest, mismatch(at(8)),
            rebase(8, at(8)), earlierAttempts: 1),
        AnswerRow("Without one any number is merged", edit, mismatch(at(99)), rebase(99, at(99))),
    ]

    private static let deletions = [
        AnswerRow(
            "A deletion of a customer unknown since an earlier attempt is done", delete, refused(.notFound),
            gone(nil), earlierAttempts: 1),
        AnswerRow(
            "A deletion of a known customer who is unknown at the first attempt is a conflict", delete,
            refused(.notFound),
            conflictGone),
        AnswerRow("A deletion of somebody deleted is done", delete, refused(.deleted), gone(nil)),
        AnswerRow("A deletion of somebody changed since is a conflict", delete, mismatch(at(6)), conflict(at(6))),
    ]

    private static let again = [
        AnswerRow("A lost connection is an unknown outcome", edit, lost(mayHaveArrived: true), unknown),
        AnswerRow("A refused connection is none", edit, lost(mayHaveArrived: false), unsent()),
        AnswerRow(
            "408 and 5xx are unknown outcomes", edit, .failure(.serverFailed(status: 502, requestID: nil)), unknown),
        AnswerRow("So is the API's own 500", edit, .failure(.serverFailed(status: 500, requestID: "r")), unknown),
        AnswerRow("429 has no effect", edit, .failure(.busy(status: 429, retryAfterSeconds: 9)), unsent()),
        AnswerRow(
            "A proxy's 429 may have one", edit,
            .failure(.busy(status: 429, retryAfterSeconds: 9, isForeign: true)), unknown),
        AnswerRow("503 may have one", edit, .failure(.busy(status: 503, retryAfterSeconds: 9)), unknown),
        AnswerRow("401 has no effect", edit, .failure(.signInNeeded(detail: "")), unsent()),
        AnswerRow(
            "401 and 403 of somebody else may have one", edit, .failure(.turnedAway(status: 403, detail: "a page")),
            unknown),
        AnswerRow(
            "An answer to another question is not an answer", edit, .failure(.misdirected(detail: "")), unknown),
        AnswerRow(
            "An answer that does not show the edit goes again under the same key", edit,
            .failure(.unconfirmed(detail: "")), unknown),
        AnswerRow("Without a token nothing was sent", edit, .failure(.credentials(.cancelled)), unsent()),
        AnswerRow("A captive portal is no answer", edit, .failure(.notOurAPI(status: 200, detail: "a page")), unknown),
        AnswerRow("A proxy's 404 is no answer", delete, .failure(.notOurAPI(status: 404, detail: "a page")), unknown),
        AnswerRow("A redirection is no answer", edit, .failure(.notOurAPI(status: 302, detail: "redirects")), unknown),
        AnswerRow("A write in progress goes again", edit, refused(.writeInProgress, retryAfter: 1), unsent(seconds: 1)),
        AnswerRow(
            "An email that a queued edit gives up is waited for", email, refused(.emailTaken), unsent(),
            willBeFree: true),
    ]

    private static let refusals =
        ([
            .invalidRequest, .validation, .emailTaken, .contentTooLarge, .unsupportedMediaType, .methodNotAllowed,
            .notAcceptable, .idempotencyKeyReused, .forbidden,
        ] as [Problem.Kind]).map { kind in
            AnswerRow(
                "\(kind.rawValue) is a refusal", edit, refused(kind),
                ResponseOutcome(lines: [.reject(for: 7, Problem(kind, "no"))]))
        } + [
            AnswerRow(
                "Who may not do it now may have been allowed to before, which is said", edit, refused(.forbidden),
                ResponseOutcome(lines: [
                    .reject(
                        for: 7,
                        Problem(
                            .forbidden,
                            "no An earlier attempt may have been saved all the same; look at the customer."))
                ]),
                earlierAttempts: 1)
        ]

    private static let laterKinds = [
        AnswerRow(
            "A note is acknowledged without a version", note, .success(.noted(said, replayOf: nil)),
            ResponseOutcome(lines: [.ack(for: 7, version: nil)])),
        AnswerRow(
            "So is a repeated one, whatever the version was then", note, .success(.noted(said, replayOf: 5)),
            ResponseOutcome(lines: [.ack(for: 7, version: nil)])),
        AnswerRow("A note on somebody deleted since is acknowledged", note, refused(.deleted, replayOf: 5), gone(nil)),
        AnswerRow(
            "A note on somebody deleted before is refused", note, refused(.deleted),
            ResponseOutcome(lines: [.reject(for: 7, Problem(.deleted, "no"))], news: .gone(id))),
        AnswerRow("A note is never in conflict", note, mismatch(at(9)), rejected(.versionMismatch, at(9))),
        AnswerRow("A note on somebody who is not known is refused", note, refused(.notFound), rejected(.notFound)),
        AnswerRow(
            "A restoration brings the customer back", restore, .success(.changed(at(7), replayOf: nil)),
            ResponseOutcome(lines: [.ack(for: 7, version: 7)], news: .restored(at(7)))),
        AnswerRow(
            "A repeated one is acknowledged with the version that it made", restore,
            .success(.changed(at(9), replayOf: 7)), ack(7, at(9))),
        AnswerRow("A restoration of who is erased is refused", restore, refused(.deleted), rejected(.deleted)),
        AnswerRow("So is one whose email was taken", restore, refused(.emailTaken), rejected(.emailTaken)),
        AnswerRow(
            "It waits for an email that a queued edit gives up", restore, refused(.emailTaken), unsent(),
            willBeFree: true),
    ]

    private static func rejected(_ kind: Problem.Kind, _ current: Customer? = nil) -> ResponseOutcome {
        ResponseOutcome(lines: [.reject(for: 7, Problem(kind, "no", current: current))])
    }

    // MARK: Changes and answers

    private static let note = Entry.Change.note(NoteText(trusted: "Called back"))
    private static let restore = Entry.Change.restore(base: details, version: 6)
    private static let said = TimelineEntry(
        number: 3, moment: Timestamp(microseconds: 0), author: "kim", kind: .note, version: 5, note: "Called back")

    private static let details = CustomerDetails(trustedName: "Ann", email: "ann@example.com", phone: "1", address: nil)
    private static let create = Entry.Change.create(NewCustomer(details))
    private static let phone = CustomerEdit([.phone: FieldChange(from: "1", to: "2")])
    private static let edit = Entry.Change.edit(phone, version: 5)
    private static let highest = Entry.Change.edit(phone, version: Customer.versions.upperBound)
    private static let email = Entry.Change.edit(
        CustomerEdit([.email: FieldChange(from: "ann@example.com", to: "a@example.com")]), version: 5)
    private static let delete = Entry.Change.delete(base: details, version: 5)

    private static func at(_ version: Int, id: CustomerID = id, name: String = "Ann", phone: String = "1") -> Customer {
        let noon = Timestamp(microseconds: 0)
        return Customer(
            id: id, details: CustomerDetails(trustedName: name, email: "ann@example.com", phone: phone, address: nil),
            registrationDate: noon, createdAt: noon, updatedAt: noon, version: version, updatedBy: nil)
    }

    private static func refused(
        _ kind: Problem.Kind, replayOf: Int? = nil, retryAfter: Int? = nil
    ) -> Result<WriteAnswer, APIFailure> {
        .failure(.refused(Problem(kind, "no", retryAfterSeconds: retryAfter, replayedVersion: replayOf)))
    }

    private static func mismatch(_ current: Customer) -> Result<WriteAnswer, APIFailure> {
        .failure(.refused(Problem(.versionMismatch, "no", current: current)))
    }

    private static func lost(mayHaveArrived: Bool) -> Result<WriteAnswer, APIFailure> {
        .failure(.unreachable(TransportFailure(.timedOut, mayHaveArrived: mayHaveArrived)))
    }

    // MARK: ResponseOutcomes

    private static func ack(_ version: Int?, _ served: Customer) -> ResponseOutcome {
        ResponseOutcome(lines: [.ack(for: 7, version: version)], news: .served(served))
    }

    private static func gone(_ version: Int?) -> ResponseOutcome {
        ResponseOutcome(lines: [.ack(for: 7, version: version)], news: .gone(id))
    }

    private static func conflict(_ theirs: Customer) -> ResponseOutcome {
        ResponseOutcome(lines: [.conflict(for: 7, .changed(theirs))], news: .served(theirs))
    }

    private static let conflictGone = ResponseOutcome(lines: [.conflict(for: 7, .deleted)], news: .gone(id))

    private static func rebase(_ version: Int, _ served: Customer) -> ResponseOutcome {
        ResponseOutcome(
            lines: [.rebase(for: 7, Entry.Form(op: freshKey, change: .edit(phone, version: version)))],
            news: .served(served))
    }

    private static let unknown = ResponseOutcome(again: SyncMachine.Pause())

    private static func unsent(seconds: Int? = nil) -> ResponseOutcome {
        ResponseOutcome(lines: [.unsent(for: 7)], again: SyncMachine.Pause(leastSeconds: seconds))
    }
}
