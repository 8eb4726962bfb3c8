import Domain
import HTTP
import HTTPTypes
import Randomness
import TestSupport
import Testing
import Wire

@Suite("What one side writes the other reads")
struct RoundTripTests {
    @Test("Every call is read as it was written")
    func calls() throws {
        var random = SplitMix(seed: 1)
        for _ in 0..<3_000 {
            let (read, write) = (random.readCall(), try random.writeCall())
            #expect(try Call(read.request) == .read(read))
            #expect(try Call(write.request) == .write(write))
        }
    }

    @Test("Every answer is read as it was written")
    func answers() throws {
        var random = SplitMix(seed: 2)
        for _ in 0..<3_000 {
            let (read, write) = (random.readCall(), try random.writeCall())
            let (told, made) = (try random.answer(to: read), try random.answer(to: write))
            #expect(try read.answer(in: told.response) == told)
            #expect(try write.answer(in: made.response) == made)
        }
    }

    @Test("A customer is the same in a page, written by hand, as an encoder writes it, whatever the texts are")
    func customers() throws {
        var random = SplitMix(seed: 5)
        for text in HostileText.corpus {
            var customer = try random.customer()
            customer.updatedBy = text
            let byHand = ReadAnswer.page(CustomerPage(customers: [customer], next: nil)).response.body
            let encoded = JSONBody.bytes([CustomerJSON(customer)])
            #expect(try JSONBody.decode(AnyJSON.self, from: byHand) == JSONBody.decode(AnyJSON.self, from: encoded))
        }
    }

    @Test("Every problem is read as it was written", arguments: Problem.Kind.allCases)
    func problems(kind: Problem.Kind) throws {
        var random = SplitMix(seed: 3)
        var problem = Problem(
            kind, "What happened, with \"quotes\" and ümläuts.",
            violations: [FieldViolation(field: "email", code: .tooLong, message: "must be shorter")],
            owner: random.id(), current: try random.customer(), retryAfterSeconds: 7, replayedVersion: 3)
        problem.instance = "request-1"
        #expect(throws: AnswerFailure.problem(problem)) {
            _ = try ReadCall.health.answer(in: problem.response)
        }
    }

    @Test("An answer to another question is not believed")
    func mismatches() throws {
        var random = SplitMix(seed: 4)
        let customer = try random.customer()
        let response = ReadAnswer.customer(customer).response
        #expect(throws: AnswerFailure.self) { _ = try ReadCall.health.answer(in: response) }
        #expect(throws: AnswerFailure.self) { _ = try ReadCall.list(ListQuery()).answer(in: response) }
        var untagged = response
        untagged.fields[.eTag] = "\"\(customer.version == 1 ? 2 : 1)\""
        let call = ReadCall.get(customer.id, unlessVersion: nil)
        #expect(throws: AnswerFailure.self) { _ = try call.answer(in: untagged) }
    }

    @Test("A page of HTML with status 200 is not the API's answer")
    func portals() {
        let portal = Response(.ok, fields: [.contentType: "text/html"], body: Array("<html>Sign in".utf8))
        #expect {
            _ = try ReadCall.list(ListQuery()).answer(in: portal)
        } throws: { error in
            if case AnswerFailure.foreign(status: 200, _, nil) = error { true } else { false }
        }
    }

    @Test("Of a link only the cursor is believed")
    func links() throws {
        let link = "<https://evil.example/other?limit=3&cursor=abc>; rel=\"prev\", <//evil/x?cursor=d%2De>; rel=next"
        let response = Response(.ok, fields: [.contentType: "application/json", .link: link], body: Array("[]".utf8))
        let query = ListQuery(limit: 10, search: "ann")
        let answer = try ReadCall.list(query).answer(in: response)
        let next = ListQuery(limit: 10, search: "ann", cursor: "d-e")
        #expect(answer == .page(CustomerPage(customers: [], next: next)))
    }

    @Test("Each sort asks for the order of its word, and no other order has one", arguments: ListQuery.Sort.allCases)
    func orders(_ sort: ListQuery.Sort) {
        #expect(sort.order.word == sort.rawValue)
        #expect(ListQuery.Sort(sort.order) == sort)
    }
}
