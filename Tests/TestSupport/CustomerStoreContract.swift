package import CustomerAPI
import Domain
import Testing
import Wire

/// What every ``CustomerStore`` promises, as named cases to run against each of them:
///
///     @Test(arguments: CustomerStoreContract.all)
///     func keeps(_ promise: CustomerStoreContract) async throws {
///         try await promise.check(StoreUnderTest(emptyStore))
///     }
package struct CustomerStoreContract: Sendable {
    package let title: String
    /// Needs an empty store.
    package let check: @Sendable (StoreUnderTest) async throws -> Void

    init(_ title: String, check: @escaping @Sendable (StoreUnderTest) async throws -> Void) {
        self.title = title
        self.check = check
    }

    package static let all =
        writes + fields + conditions + idempotency + emails + paging + searches + filters + changes + positions
        + timelines
        + notes + trash + erasures + dismissals
}

extension CustomerStoreContract: CustomTestStringConvertible {
    package var testDescription: String { title }
}

/// A store with the few verbs that the contract speaks in.
package struct StoreUnderTest: Sendable {
    package let store: any CustomerStore
    /// Of cases that are very many, every so many are tried: more than 1 for a store that takes its time.
    let stride: Int

    /// Of the texts of the table of searches, so many are tried; all but for a store that takes its time.
    var caseStride: Int { stride == 1 ? 1 : 4 }

    package init(_ store: any CustomerStore, tryingEvery stride: Int = 1) {
        self.store = store
        self.stride = stride
    }

    /// What somebody is found by here.
    func tokens(of customer: Customer) -> SearchTokens {
        SearchTokens(customer, hasFurther: store.findsAddresses)
    }

    /// Whether a search finds somebody here.
    func finds(_ tokens: SearchTokens, by term: SearchTerm) -> Bool {
        (store.findsAddresses ? term : term.withoutFurther).matches(tokens)
    }

    static let noon = Timestamp(microseconds: 1_767_268_800_000_000)

    /// Performs a write; the moment is the same for all that do not name one.
    func write(
        _ id: CustomerID, _ action: CustomerWrite.Action, if condition: WriteCondition = .none,
        key: CustomerWrite.Idempotency? = nil, author: String? = nil, via: String? = nil, at now: Timestamp = noon,
        trashDays: Int = 0
    ) async throws -> WriteOutcome {
        try await store.perform(
            CustomerWrite(
                id: id, action: action, condition: condition, idempotency: key, author: author, via: via, now: now,
                trashDays: trashDays))
    }

    /// Creates a customer that nothing speaks against; an email of its own begins as no search term does.
    @discardableResult
    func add(
        _ name: String, email: String? = nil, phone: String? = nil, address: String? = nil,
        id: CustomerID = .random(), key: CustomerWrite.Idempotency? = nil, at now: Timestamp = noon
    ) async throws -> Customer {
        let details = try Self.details(
            name, email: email ?? "~\(id.text.filter { $0 != "-" })@example.com", phone: phone, address: address)
        let outcome = try await write(id, .create(NewCustomer(details)), if: .mustNotExist, key: key, at: now)
        guard case .created(let customer, replayOf: nil) = outcome else {
            throw ContractBreach("\(name) was not created: \(outcome)")
        }
        return customer
    }

    /// Creates a customer under their own id.
    func add(_ customer: Customer) async throws {
        let new = NewCustomer(customer.details)
        guard case .created = try await write(customer.id, .create(new), if: .mustNotExist) else {
            throw ContractBreach("\(customer.name) was not created")
        }
    }

    func living(_ id: CustomerID) async throws -> Customer? {
        guard case .living(let customer, _) = try await store.record(id) else { return nil }
        return customer
    }

    /// All pages of a listing, one behind the other.
    func all(_ listing: StoreListing, limit: Int) async throws -> [Customer] {
        var customers: [Customer] = []
        var position: StorePosition?
        repeat {
            let page = try await store.page(listing, after: position, limit: limit)
            guard page.elements.count <= limit else { throw ContractBreach("A page has more than \(limit)") }
            customers += page.elements
            position = page.next
        } while position != nil
        return customers
    }

    /// The names of the customers a typed term finds, in the order of the alphabet.
    func found(_ typed: String) async throws -> [String] {
        try await all(.search(Self.term(typed)), limit: 100).map(\.name).sorted()
    }

    static func term(_ typed: String) throws -> SearchTerm {
        guard let term = SearchTerm(typed) else { throw ContractBreach("\(typed) is no term") }
        return term
    }

    static func details(
        _ name: String, email: String, phone: String? = nil, address: String? = nil
    ) throws -> CustomerDetails {
        try CustomerDetails(name: name, email: email, phone: phone, address: address)
    }

    static func key(_ fingerprint: String = "same") -> CustomerWrite.Idempotency {
        CustomerWrite.Idempotency(key: .random(), fingerprint: fingerprint)
    }
}

/// Why a case could not go on.
struct ContractBreach: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
