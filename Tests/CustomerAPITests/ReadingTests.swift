import CustomerAPI
import Domain
import HTTP
import HTTPTypes
import TestSupport
import Testing
import Wire

@Suite("Reading customers")
struct ReadingTests {
    @Test("Health needs no store and says whether the directory may be kept")
    func health() async throws {
        let response = try await API(settings: .init(allowsReplication: false)).send(.get, "/api/health")
        let health = HealthJSON(
            timestamp: API.now, version: CustomerHandler.version, replicate: false, contract: "2.2",
            capabilities: [
                .whoAmI, .changesFromNow, .roles, .company, .tags, .optionalEmail, .similar, .filters, .orders,
                .timeline, .trash, .duplicates, .erasures, .addressSearch,
            ])
        #expect(try ReadCall.health.answer(in: response) == .health(health))
        var settings = CustomerHandler.Settings()
        settings.trashDays = 0
        settings.offersLongPoll = true
        let waiting = try await API(settings: settings).send(.get, "/api/health")
        guard case .health(let health) = try ReadCall.health.answer(in: waiting) else {
            throw AnswerFailure.older(0, than: 0)
        }
        #expect(health.has(.longPoll))
        #expect(!health.has(.trash) && health.has(.erasures), "nobody can be restored from a trash that keeps nobody")
    }

    @Test("A filter is read by the server, in UTC's days, and orders of moments are taken where the store has them")
    func filters() async throws {
        let api = try API()
        for (name, email) in [("Anna", "a@x.org"), ("Bao", "b@y.org"), ("Zoë", "z@x.org")] {
            _ = try await api.create(name, email)
        }
        #expect(await api.send(.get, "/api/customers?search=domain:x.org+-name:anna").names == ["Zoë"])
        let found = await api.send(.get, "/api/customers?search=changed:today+-has:phone&sort=-changed").names
        #expect(found?.sorted() == ["Anna", "Bao", "Zoë"])
        let first = await api.send(.get, "/api/customers?search=domain:x.org&sort=changed&limit=1")
        let cursor = try #require(first.nextCursor)
        for other in ["search=domain:y.org&sort=changed", "search=domain:x.org", "sort=changed"] {
            let response = await api.send(.get, "/api/customers?limit=1&\(other)&cursor=\(cursor)")
            #expect(response.status == .badRequest, "\(other)")
        }
    }

    @Test(
        "A filter that makes no sense is refused with its place, and nothing else happens",
        arguments: [
            ("changed:2026-13", "character 9"), ("anna+tag:", "character 6"), ("has:fax", "character 5"),
            (String(repeating: "tag:a+", count: 100), "20 parts"),
            (String(repeating: "a", count: 301), "300 characters"),
        ])
    func faults(search: String, said: String) async throws {
        let response = await (try API()).send(.get, "/api/customers?search=\(search)")
        #expect(response.status == .badRequest)
        #expect(String(decoding: response.body, as: UTF8.self).contains(said))
    }

    @Test("A listing is in the order of names, and its pages go on where they ended")
    func pages() async throws {
        let api = try API()
        for (name, email) in [("Ödön", "o@x.org"), ("anna", "a@x.org"), ("Zoë", "z@x.org"), ("Bao", "b@x.org")] {
            _ = try await api.create(name, email)
        }
        #expect(await api.send(.get, "/api/customers").names == ["anna", "Bao", "Ödön", "Zoë"])
        #expect(await api.send(.get, "/api/customers?sort=-name").names == ["Zoë", "Ödön", "Bao", "anna"])
        let first = await api.send(.get, "/api/customers?limit=3")
        #expect(first.names == ["anna", "Bao", "Ödön"])
        let cursor = try #require(first.nextCursor)
        #expect(first.fields[.link] == "</api/customers?limit=3&cursor=\(cursor)>; rel=\"next\"")
        let second = await api.send(.get, "/api/customers?limit=3&cursor=\(cursor)")
        #expect(second.names == ["Zoë"])
        #expect(second.fields[.link] == nil)
    }

    @Test(
        "A search finds by the beginnings of words, by the email's domain and by the end of the phone",
        arguments: [
            ("ann", ["Anna Smith-Jones"]), ("jones+anna", ["Anna Smith-Jones"]), ("zzz", []), ("EXAMPLE.org", ["Bao"]),
            ("0199", ["Bao"]), ("-01+99", ["Bao"]), ("%CC%81", []),
            ("+", ["Anna Smith-Jones", "Bao"]),
        ])
    func searches(term: String, names: [String]) async throws {
        let api = try API()
        _ = try await api.create("Anna Smith-Jones", "anna@example.com", phone: "+1 555 0100")
        _ = try await api.create("Bao", "b@example.org", phone: "+1 555 0199")
        #expect(await api.send(.get, "/api/customers?search=\(term)").names?.sorted() == names)
    }

    @Test("A customer is found by email in any letter case, and nobody by another")
    func emails() async throws {
        let api = try API()
        _ = try await api.create("Anna", "Anna@Example.com")
        #expect(await api.send(.get, "/api/customers?email=aNNa@example.COM+").names == ["Anna"])
        #expect(await api.send(.get, "/api/customers?email=ann@example.com").names == [])
        #expect(await api.send(.get, "/api/customers?email=").names == [])
    }

    @Test("A customer comes with the version as its tag, and not at all to a client that has it")
    func entityTags() async throws {
        let api = try API()
        let customer = try await api.create("Anna", "a@x.org")
        let path = Route.customer(customer.id).path
        let response = await api.send(.get, path)
        #expect(response.customer == customer)
        #expect(response.fields[.eTag] == "\"1\"")
        let known = await api.send(.get, path, [.ifNoneMatch: "W/\"1\""])
        #expect(known.status == .notModified && known.body.isEmpty && known.fields[.eTag] == "\"1\"")
        #expect(await api.send(.get, path, [.ifNoneMatch: "*"]).status == .notModified)
        #expect(await api.send(.get, path, [.ifNoneMatch: "\"2\""]).status == .ok)
    }

    @Test("An unknown customer is not found, a deleted one is gone")
    func absence() async throws {
        let api = try API()
        let customer = try await api.create("Anna", "a@x.org")
        let path = Route.customer(customer.id).path
        #expect(await api.send(.delete, path).status == .noContent)
        #expect(await api.send(.get, path).problem?.kind == .deleted)
        #expect(await api.send(.get, Route.customer(.random()).path).problem?.kind == .notFound)
    }

    @Test("HEAD gets the fields of GET and no body", arguments: ["/api/customers", "/api/health", "/api/nowhere"])
    func head(path: String) async throws {
        let api = try API()
        let (get, head) = (await api.send(.get, path), await api.send(.head, path))
        #expect(head.body.isEmpty)
        #expect(head.status == get.status)
        var fields = head.fields
        fields[.contentLength] = nil
        #expect(fields == get.fields)
        #expect(head.fields[.contentLength] == String(get.body.count))
    }

    @Test("The change feed lists every change since the cursor, deletions by id")
    func changes() async throws {
        let api = try API()
        let (anna, bao) = (try await api.create("Anna", "a@x.org"), try await api.create("Bao", "b@x.org"))
        let first = try await changes(api, "?limit=1")
        #expect(first.more && first.changes.map(\.change) == [.changed(anna)])
        let second = try await changes(api, "?cursor=\(first.cursor)")
        #expect(!second.more && second.changes.map(\.change) == [.changed(bao)])
        _ = await api.send(.delete, Route.customer(anna.id).path)
        let third = try await changes(api, "?cursor=\(second.cursor)")
        let deletion = Tombstone(
            id: anna.id, deletedAt: Timestamp(microseconds: API.now.microseconds / 1_000 * 1_000), version: 2)
        #expect(third.changes.map(\.change) == [.deleted(deletion)])
        let rest = try await changes(api, "?cursor=\(third.cursor)")
        #expect(rest.changes.isEmpty && !rest.more)
    }

    private func changes(_ api: API, _ query: String) async throws -> ChangePageJSON {
        try #require(await api.send(.get, "/api/changes" + query).changePage)
    }

    @Test("The contract is served as JSON, and its version is the one that health tells")
    func contract() async throws {
        let response = try await API().send(.get, "/api/openapi.json")
        let document = try JSONBody.decode([String: AnyJSON].self, from: response.body)
        let info: [String: AnyJSON]? = if case .object(let members)? = document["info"] { members } else { nil }
        #expect(document["openapi"] == .string("3.1.0"))
        #expect(try #require(info)["version"] == .string(HealthJSON.contract + ".0"))
    }
}
