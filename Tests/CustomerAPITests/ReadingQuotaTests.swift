import CustomerAPI
import Domain
import HTTP
import HTTPTypes
import TestSupport
import Testing
import Wire

@Suite("How many customers one may read within an hour")
struct ReadingQuotaTests {
    private let clock = ManualClock(API.now)
    private let api: CustomerHandler

    /// An API of which somebody may read ten customers within an hour.
    init() {
        let clock = clock
        api = CustomerHandler(
            store: MemoryStore(), settings: .init(customersPerHour: 10), logger: LogLines().logger, now: { clock.now })
    }

    private func add(_ count: Int) async throws -> [Customer] {
        var customers: [Customer] = []
        for number in 0..<count {
            let details = try CustomerDetails(name: "N \(100 + number)", email: "\(CustomerID.random())@x.org")
            let call = WriteCall.create(NewCustomer(details), idempotencyKey: nil)
            let response = await api.respond(to: call.request, context: .of(.admin))
            customers.append(try #require(response.customer))
        }
        return customers
    }

    private func get(_ target: String, _ role: Role = .agent, _ name: String? = "kim") async -> Response {
        await api.respond(to: Request(.get, target), context: .of(role, name))
    }

    private func get(_ customer: Customer) async -> Response {
        await get(Route.customer(customer.id).path)
    }

    @Test("The last one is read, one more is not, and the same ones are read again as often as one likes")
    func limit() async throws {
        let people = try await add(11)
        for person in people.prefix(10) { #expect(await get(person).status == .ok) }
        let refused = await get(people[10])
        #expect(refused.problem?.kind == .throttled && refused.fields[.retryAfter] != nil)
        #expect(refused.problem?.detail.contains("more than 10 different customers within an hour") == true)
        for _ in 0..<3 { for person in people.prefix(10) { #expect(await get(person).status == .ok) } }
        #expect(await get("/api/customers?limit=10").status == .ok)
        #expect(await get("/api/customers?limit=11").problem?.kind == .throttled)
    }

    @Test(
        "It goes by who somebody is: another email is no other reader, and another reader of that email is none the less"
    )
    func identities() async throws {
        let people = try await add(11)
        func status(_ subject: String, _ email: String, _ person: Customer) async -> HTTPResponse.Status {
            let principal = Principal(.subject(subject, issuer: "https://issuer.example"), email: email, role: .agent)
            let context = RequestContext(requestID: "r1", caller: .principal(principal))
            return await api.respond(to: Request(.get, Route.customer(person.id).path), context: context).status
        }
        for person in people.prefix(10) { #expect(await status("42", "kim@example.com", person) == .ok) }
        #expect(await status("42", "kim.lee@example.com", people[10]) == .tooManyRequests)
        #expect(await status("43", "kim@example.com", people[10]) == .ok)
    }

    @Test("What is refused does not count")
    func refusedPages() async throws {
        let people = try await add(12)
        for _ in 0..<3 { #expect(await get("/api/customers?limit=12").problem?.kind == .throttled) }
        for person in people.prefix(10) { #expect(await get(person).status == .ok) }
        #expect(await get("/api/customers/\(people[11].id)").problem?.kind == .throttled)
    }

    @Test(
        "Each way to read counts: pages, searches, emails, ids, what is written, what is in a new one's way",
        arguments: 0..<7)
    func ways(way: Int) async throws {
        let people = try await add(11)
        let last = people[10]
        #expect(await get("/api/customers?limit=10").status == .ok)
        let patch = WriteCall.patch(
            last.id, try CustomerPatch([.name: "New"]), condition: .none, idempotencyKey: .random())
        let other = try CustomerDetails(name: "Other", email: "other@x.org")
        let response =
            switch way {
            case 0: await get("/api/customers?sort=-name&limit=1")
            case 1: await get("/api/customers?search=\(last.details.email ?? "")")
            case 2: await get("/api/customers?email=\(last.details.email ?? "")")
            case 3: await get(last)
            case 4:
                await api.respond(
                    to: WriteCall.put(last.id, NewCustomer(other), condition: .mustNotExist, idempotencyKey: nil)
                        .request,
                    context: .of(.agent))
            case 5:
                await api.respond(
                    to: WriteCall.create(NewCustomer(last.details), idempotencyKey: .random()).request,
                    context: .of(.agent))
            default: await api.respond(to: patch.request, context: .of(.agent))
            }
        #expect(response.problem?.kind == .throttled)
        let unchanged = await get(Route.customer(last.id).path, .exporter)
        #expect(unchanged.customer?.version == 1)
    }

    @Test(
        "So does what is told of somebody: the timeline, a past version, notes, restoring, who is in the trash",
        arguments: ["timeline", "versions/1", "at/2030-01-01T00:00:00Z"])
    func parts(part: String) async throws {
        let people = try await add(11)
        #expect(await get("/api/customers?limit=10").status == .ok)
        let target = Route.customer(people[10].id).path
        #expect(await get("\(target)/\(part)").problem?.kind == .throttled)
        #expect(await get("\(Route.customer(people[0].id).path)/\(part)").status == .ok)
        let note = WriteCall.note(people[10].id, try NoteText("Hello"), idempotencyKey: nil)
        #expect(await api.respond(to: note.request, context: .of(.agent)).problem?.kind == .throttled)
        let dismissal = WriteCall.dismiss(people[0].id, people[10].id)
        #expect(await api.respond(to: dismissal.request, context: .of(.agent)).problem?.kind == .throttled)
        let deletion = WriteCall.delete(people[10].id, condition: .none, idempotencyKey: nil)
        #expect(await api.respond(to: deletion.request, context: .of(.admin)).status == .noContent)
        #expect(await get("/api/trash").problem?.kind == .throttled)
        let restoration = WriteCall.restore(people[10].id, idempotencyKey: nil)
        #expect(await api.respond(to: restoration.request, context: .of(.agent)).problem?.kind == .throttled)
        #expect(await get("/api/erasures").status == .ok)
    }

    @Test("To make customers, or to ask who has changed nothing, is to read nobody")
    func unread() async throws {
        let people = try await add(10)
        #expect(await get("/api/customers").status == .ok)
        let details = try CustomerDetails(name: "New", email: "new@x.org")
        let call = WriteCall.put(.random(), NewCustomer(details), condition: .mustNotExist, idempotencyKey: nil)
        #expect(await api.respond(to: call.request, context: .of(.agent)).status == .created)
        let known = Request(.get, Route.customer(people[0].id).path, fields: [.ifNoneMatch: "\"1\""])
        #expect(await api.respond(to: known, context: .of(.agent)).status == .notModified)
    }

    @Test("It is each one's own; readers have it, too; exporters, admins and tokenless servers have none")
    func others() async throws {
        _ = try await add(11)
        #expect(await get("/api/customers?limit=10").status == .ok)
        #expect(await get("/api/customers?limit=11", .agent, "lee").problem?.kind == .throttled)
        #expect(await get("/api/customers?limit=10&sort=-name", .agent, "lee").status == .ok)
        #expect(await get("/api/customers?limit=11", .reader, "ann").problem?.kind == .throttled)
        #expect(await get("/api/customers", .exporter).status == .ok)
        #expect(await get("/api/customers", .admin).status == .ok)
        #expect(await api.respond(to: Request(.get, "/api/customers"), context: .init(requestID: "r")).status == .ok)
    }

    @Test("What was read is forgotten after an hour, and Retry-After says when")
    func forgetting() async throws {
        _ = try await add(20)
        #expect(await get("/api/customers?limit=10").status == .ok)
        let other = "/api/customers?limit=10&sort=-name"
        let refused = await get(other)
        let seconds = try #require(refused.fields[.retryAfter].flatMap { Int64($0) })
        #expect((3_600...3_900).contains(seconds))
        clock.advance(bySeconds: seconds - 1)
        #expect(await get(other).fields[.retryAfter] == "1")
        clock.advance(bySeconds: 1)
        #expect(await get(other).status == .ok)
    }

    @Test("Those that are read again stay, and the wait is for as many as are needed")
    func slices() async throws {
        let people = try await add(12)
        for person in people.prefix(5) { _ = await get(person) }
        clock.advance(bySeconds: 1_800)
        for person in people[4..<10] { _ = await get(person) }
        let wait = try #require(await get(people[10]).fields[.retryAfter].flatMap { Int64($0) })
        #expect((1_800...2_100).contains(wait), "four were read first, and one of the five again")
        clock.advance(bySeconds: wait)
        for person in people[4..<12] { #expect(await get(person).status == .ok) }
        for person in people.prefix(2) { #expect(await get(person).status == .ok) }
        #expect(await get(people[2]).problem?.kind == .throttled)
    }

    @Test("The feed takes four fifths, so that people can work while it does")
    func feed() async throws {
        let start = await get("/api/changes?cursor=latest")
        let cursor = try #require(start.changePage).cursor
        let people = try await add(9)
        #expect(await get("/api/changes?limit=8&cursor=\(cursor)").status == .ok)
        #expect(await get("/api/changes?limit=9&cursor=\(cursor)").problem?.kind == .throttled)
        #expect(await get("/api/changes?limit=8&cursor=\(cursor)").status == .ok)
        #expect(await get(people[8]).status == .ok)
    }
}
