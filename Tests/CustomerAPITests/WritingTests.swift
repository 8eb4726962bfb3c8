import CustomerAPI
import Domain
import HTTP
import HTTPTypes
import Testing
import Wire

@Suite("Changing customers")
struct WritingTests {
    private static let anna = #"{"name": "Anna", "email": "a@x.org"}"#
    private static let key: HTTPFields = [.idempotencyKey: "6f1e2d3c-0000-4000-8000-00000000000b"]

    @Test("A created customer is where Location says, with the caller as its author")
    func creation() async throws {
        let api = try API()
        let context = RequestContext(requestID: "r1", caller: .principal(Principal(name: "kim", role: .agent)))
        let response = await api.send(.post, "/api/customers", [:], Self.anna, context: context)
        let customer = try #require(response.customer)
        #expect(response.status == .created && response.fields[.eTag] == "\"1\"")
        #expect(response.fields[.location] == Route.customer(customer.id).path)
        #expect(customer.updatedBy == "kim" && customer.version == 1 && customer.createdAt == API.now)
        #expect(await api.send(.get, Route.customer(customer.id).path).customer == customer)
    }

    @Test("PUT makes a customer only when asked to, and only once")
    func putCreate() async throws {
        let api = try API()
        let path = Route.customer(.random()).path
        #expect(await api.send(.put, path, [:], Self.anna).problem?.kind == .notFound)
        let body = #"{"name": "Anna", "email": "a@x.org", "registration_date": "2001-02-03T04:05:06Z"}"#
        let created = await api.send(.put, path, [.ifNoneMatch: "*"], body)
        #expect(created.status == .created && created.fields[.location] == path)
        #expect(created.customer?.registrationDate.text == "2001-02-03T04:05:06.000Z")
        let again = await api.send(.put, path, [.ifNoneMatch: "*"], body)
        #expect(again.problem?.kind == .versionMismatch)
        #expect(again.problem?.current == created.customer)
        #expect(await api.send(.delete, path).status == .noContent)
        #expect(await api.send(.put, path, [.ifNoneMatch: "*"], body).problem?.kind == .deleted)
    }

    @Test("PUT replaces every field and keeps the registration date")
    func replacement() async throws {
        let api = try API()
        let old = try await api.create("Anna", "a@x.org", phone: "555")
        let body = #"{"name": "Anna B", "email": "a@x.org", "registration_date": "2001-02-03T04:05:06Z"}"#
        let response = await api.send(.put, Route.customer(old.id).path, [:], body)
        let new = try #require(response.customer)
        #expect(response.status == .ok && response.fields[.eTag] == "\"2\"")
        #expect(new.name == "Anna B" && new.phone == nil && new.version == 2)
        #expect(new.registrationDate == old.registrationDate)
    }

    private static let whole =
        #"{"name": "Anna", "email": "a@x.org", "phone": "555", "company": "ACME", "tags": ["vip", "Berlin"]}"#

    @Test("A PUT of version 1 leaves company and tags, and null, an empty text and no element take them away")
    func laterFields() async throws {
        let api = try API()
        let created = try #require(await api.send(.post, "/api/customers", [:], Self.whole).customer)
        let path = Route.customer(created.id).path
        #expect(created.details[.tags] == "berlin vip")
        let kept = await api.send(.put, path, [:], Self.anna).customer?.details
        #expect(kept?[.company] == "ACME" && kept?[.tags] == "berlin vip" && kept?.phone == nil)
        for none in [#""company": null, "tags": null"#, #""company": "", "tags": []"#, #""company": " ", "tags": """#] {
            for method in [HTTPRequest.Method.put, .patch] {
                _ = await api.send(.patch, path, [:], Self.whole)
                let body = #"{"name": "Anna", "email": "a@x.org", \#(none)}"#
                let cleared = try #require(await api.send(method, path, [:], body).customer?.details)
                #expect(cleared[.company] == nil && cleared[.tags] == nil)
            }
        }
        let replaced = await api.send(.patch, path, [:], #"{"tags": ["new"]}"#).customer
        #expect(replaced?.details[.tags] == "new" && replaced?.email == "a@x.org")
    }

    @Test("Who has a phone needs no email, and who has neither is refused with both named")
    func optionalEmail() async throws {
        let api = try API()
        for email in ["", #", "email": null"#, #", "email": """#] {
            let response = await api.send(.post, "/api/customers", [:], #"{"name": "Anna", "phone": "555"\#(email)}"#)
            #expect(response.status == .created)
            #expect(String(decoding: response.body, as: UTF8.self).contains(#""email":"""#))
        }
        let anna = try #require(await api.send(.post, "/api/customers", [:], Self.whole).customer)
        let path = Route.customer(anna.id).path
        #expect(await api.send(.patch, path, [:], #"{"email": null}"#).customer?.email == nil)
        for (method, target, body) in [
            (HTTPRequest.Method.post, "/api/customers", #"{"name": "Anna"}"#), (.put, path, #"{"name": "Anna"}"#),
            (.patch, path, #"{"phone": ""}"#), (.patch, path, #"{"email": "", "phone": null}"#),
        ] {
            let problem = await api.send(method, target, [:], body).problem
            #expect(problem?.kind == .validation && problem?.violations.map(\.field) == ["email", "phone"])
        }
        #expect(await api.send(.get, "/api/customers?email=").names == [])
    }

    @Test(
        "Tags are an array of words, and what they are not is named once",
        arguments: [
            #""vip""#, "7", "{}", "[7]", #"["a", null]"#, #"["a b"]"#, #"["a/b"]"#, #"[""]"#, "[[]]",
            "[" + Array(repeating: #""a""#, count: 21).joined(separator: ",") + "]",
            #"["\#(String(repeating: "a", count: 31))"]"#,
        ])
    func tags(value: String) async throws {
        let body = #"{"name": "Anna", "email": "a@x.org", "tags": \#(value)}"#
        let problem = try await API().send(.post, "/api/customers", [:], body).problem
        #expect(problem?.kind == .validation && problem?.violations.map(\.field) == ["tags"])
    }

    @Test("PATCH changes what is given and takes away what is null")
    func patches() async throws {
        let api = try API()
        let old = try await api.create("Anna", "a@x.org", phone: "555")
        let path = Route.customer(old.id).path
        let named = await api.send(.patch, path, [:], #"{"name": "Änne"}"#).customer
        #expect(named?.name == "Änne" && named?.phone == "555")
        let bare = await api.send(.patch, path, [:], #"{"phone": null}"#).customer
        #expect(bare?.name == "Änne" && bare?.phone == nil && bare?.version == 3)
    }

    @Test(
        "A write on a version that is no longer the newest changes nothing and shows the newest",
        arguments: [HTTPRequest.Method.put, .patch, .delete])
    func conditions(method: HTTPRequest.Method) async throws {
        let api = try API()
        let customer = try await api.create("Anna", "a@x.org")
        let path = Route.customer(customer.id).path
        let late = await api.send(method, path, [.ifMatch: "\"7\""], Self.anna)
        #expect(late.status == .preconditionFailed && late.problem?.current == customer)
        #expect(await api.send(method, path, [.ifMatch: "\"7\", \"1\""], Self.anna).status.kind == .successful)
        #expect(await api.send(method, Route.customer(.random()).path, [.ifMatch: "*"], Self.anna).status == .notFound)
    }

    @Test("An email belongs to one customer, whatever its letter case, until that one is deleted")
    func uniqueEmails() async throws {
        let api = try API()
        let anna = try await api.create("Anna", "Anna@x.org")
        let taken = await api.send(.post, "/api/customers", [:], #"{"name": "B", "email": "aNNA@X.org"}"#)
        #expect(taken.problem?.kind == .emailTaken && taken.problem?.owner == anna.id)
        let bao = try await api.create("Bao", "b@x.org")
        let patch = await api.send(.patch, Route.customer(bao.id).path, [:], #"{"email": "anna@x.org"}"#)
        #expect(patch.problem?.kind == .emailTaken)
        #expect(await api.send(.delete, Route.customer(anna.id).path).status == .noContent)
        #expect(await api.send(.patch, Route.customer(bao.id).path, [:], #"{"email": "anna@x.org"}"#).status == .ok)
    }

    @Test("A create repeated with its key creates nobody twice and gets the customer as it is now")
    func repeatedCreate() async throws {
        let api = try API()
        let first = await api.send(.post, "/api/customers", Self.key, Self.anna)
        let customer = try #require(first.customer)
        #expect(first.fields[.idempotencyReplayed] == nil)
        _ = await api.send(.patch, Route.customer(customer.id).path, [:], #"{"name": "Anna B"}"#)
        let spaced = #"{ "email": " a@x.org", "phone": "", "name": "Anna " }"#
        let again = await api.send(.post, "/api/customers", Self.key, spaced)
        #expect(again.status == .created && again.customer?.name == "Anna B" && again.fields[.eTag] == "\"2\"")
        #expect(again.fields[.idempotencyReplayed] == "true" && again.fields[.idempotencyVersion] == "1")
        #expect(await api.send(.get, "/api/customers").names == ["Anna B"])
        let other = await api.send(.post, "/api/customers", Self.key, #"{"name": "B", "email": "a@x.org"}"#)
        #expect(other.problem?.kind == .idempotencyKeyReused)
        #expect(await api.send(.delete, Route.customer(customer.id).path).status == .noContent)
        let late = await api.send(.post, "/api/customers", Self.key, Self.anna)
        #expect(late.problem?.kind == .deleted && late.fields[.idempotencyVersion] == "1")
    }

    @Test("A repeated change or deletion changes nothing and says which version it made")
    func repeatedWrites() async throws {
        let api = try API()
        let customer = try await api.create("Anna", "a@x.org")
        let path = Route.customer(customer.id).path
        var conditional = Self.key
        conditional[.ifMatch] = "\"1\""
        let first = await api.send(.patch, path, conditional, #"{"name": "B"}"#)
        #expect(first.customer?.version == 2)
        let again = await api.send(.patch, path, conditional, #"{"name": "B"}"#)
        #expect(again.status == .ok && again.customer?.version == 2 && again.fields[.idempotencyVersion] == "2")
        #expect(await api.send(.put, path, Self.key, Self.anna).problem?.kind == .idempotencyKeyReused)
        let deletion: HTTPFields = [.idempotencyKey: IdempotencyKey.random().text]
        #expect(await api.send(.delete, path, deletion).status == .noContent)
        let repeated = await api.send(.delete, path, deletion)
        #expect(repeated.status == .noContent && repeated.fields[.idempotencyVersion] == "3")
        #expect(await api.send(.delete, path).problem?.kind == .deleted)
    }
}
