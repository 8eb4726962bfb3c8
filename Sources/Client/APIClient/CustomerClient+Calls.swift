package import Domain
package import Wire

/// The calls by name, each with the answer it has.
extension CustomerClient {
    package func health() async throws(APIFailure) -> HealthJSON {
        guard case .health(let health) = try await answer(.health) else { throw .unexpected }
        return health
    }

    /// - Throws: ``APIFailure/refused(_:)`` with `notFound` by a server without the capability `whoami`.
    package func whoAmI() async throws(APIFailure) -> CallerJSON {
        guard case .whoAmI(let caller) = try await answer(.whoAmI) else { throw .unexpected }
        return caller
    }

    package func page(_ query: ListQuery) async throws(APIFailure) -> CustomerPage {
        guard case .page(let page) = try await answer(.list(query)) else { throw .unexpected }
        return page
    }

    /// Some customers with words like those of a text that finds nobody.
    ///
    /// - Throws: ``APIFailure/refused(_:)`` with `notFound` by a server without the capability `similar`.
    package func similar(to text: String) async throws(APIFailure) -> [Customer] {
        guard case .page(let page) = try await answer(.similar(text)) else { throw .unexpected }
        return page.customers
    }

    /// - Parameter known: the customer as the caller knew them before asking; an older answer is refused.
    /// - Throws: ``APIFailure/refused(_:)`` with `notFound` or `deleted` when there is no such customer.
    package func customer(_ id: CustomerID, knowing known: Customer? = nil) async throws(APIFailure) -> Customer {
        guard case .customer(let customer) = try await answer(.get(id, unlessVersion: nil)) else { throw .unexpected }
        return try customer.checked(against: known)
    }

    /// - Parameter version: the version that was seen or made last; an older answer is refused.
    package func customer(_ id: CustomerID, since version: Int?) async throws(APIFailure) -> Customer {
        guard case .customer(let customer) = try await answer(.get(id, unlessVersion: nil)) else { throw .unexpected }
        if let version, customer.version < version { throw APIFailure(.older(customer.version, than: version)) }
        return customer
    }

    /// - Parameter known: as in ``customer(_:knowing:)``, should it be the same customer.
    package func customer(email: String, knowing known: Customer? = nil) async throws(APIFailure) -> Customer? {
        guard case .page(let page) = try await answer(.find(email: email)) else { throw .unexpected }
        return try page.customers.first?.checked(against: known)
    }

    /// Who is meant by an id, as ``customer(_:knowing:)``, or by an email; `nil` when nobody has that.
    package func customer(_ reference: CustomerReference) async throws(APIFailure) -> Customer? {
        switch reference {
        case .id(let id): try await customer(id)
        case .email(let email): try await customer(email: email)
        }
    }

    /// A page of what has changed since the query's cursor.
    ///
    /// - Throws: ``APIFailure/refused(_:)`` with `cursorExpired` when the reader has to start over.
    package func changes(_ query: ChangesQuery) async throws(APIFailure) -> ChangePageJSON {
        guard case .changes(let page) = try await answer(.changes(query)) else { throw .unexpected }
        return page
    }

    /// Creates a customer under an id of the client's choice, only if it never existed.
    package func create(
        id: CustomerID, _ customer: NewCustomer, key: IdempotencyKey
    ) async throws(APIFailure) -> Customer {
        try await written(.put(id, customer, condition: .mustNotExist, idempotencyKey: key))
    }

    package func patch(
        _ id: CustomerID, _ patch: CustomerPatch, ifVersion version: Int, key: IdempotencyKey
    ) async throws(APIFailure) -> Customer {
        try await written(.patch(id, patch, condition: .matches(.versions([version])), idempotencyKey: key))
    }

    package func delete(_ id: CustomerID, ifVersion version: Int, key: IdempotencyKey) async throws(APIFailure) {
        let call = WriteCall.delete(id, condition: .matches(.versions([version])), idempotencyKey: key)
        guard case .deleted = try await answer(call) else { throw .unexpected }
    }

    private func written(_ call: WriteCall) async throws(APIFailure) -> Customer {
        switch try await answer(call) {
        case .created(let customer, _), .changed(let customer, _): return customer
        case .deleted, .noted, .retracted, .dismissed: throw .unexpected
        }
    }
}

// MARK: - What was, and who is gone

extension CustomerClient {
    /// A page of a customer's timeline, newest entry first, with its entity tag; `nil` when the one with the known tag is
    /// still the newest.
    ///
    /// - Throws: ``APIFailure/refused(_:)`` with `notFound` by a server without the capability `timeline`, and as
    ///   ``customer(_:knowing:)``.
    package func timeline(
        of id: CustomerID, _ query: TimelineQuery = TimelineQuery(), unlessTag known: String? = nil
    ) async throws(APIFailure) -> TaggedTimelinePage? {
        switch try await answer(.timeline(id, query, unlessTag: known)) {
        case .timeline(let tagged): return tagged
        case .timelineNotModified: return nil
        default: throw .unexpected
        }
    }

    /// A customer as they were.
    ///
    /// - Throws: ``APIFailure/refused(_:)`` with `notRecorded` when that is not known.
    package func customer(_ id: CustomerID, at target: Rewind.Target) async throws(APIFailure) -> Customer {
        guard case .past(let customer) = try await answer(.past(id, target)) else { throw .unexpected }
        return customer
    }

    package func duplicates(of id: CustomerID) async throws(APIFailure) -> [Duplicate] {
        guard case .duplicates(let found) = try await answer(.duplicates(id)) else { throw .unexpected }
        return found.duplicates
    }

    /// Of whom somebody has said that they are not the same person as a customer.
    package func dismissals(of id: CustomerID) async throws(APIFailure) -> [CustomerID] {
        guard case .dismissals(let found) = try await answer(.dismissals(id)) else { throw .unexpected }
        return found.others
    }

    package func trash(_ query: PageQuery = PageQuery()) async throws(APIFailure) -> TrashPage {
        guard case .trash(let page) = try await answer(.trash(query)) else { throw .unexpected }
        return page
    }

    /// - Throws: ``APIFailure/refused(_:)`` with `cursorExpired` when the reader has to start over.
    package func erasures(_ query: PageQuery = PageQuery()) async throws(APIFailure) -> ErasurePage {
        guard case .erasures(let page) = try await answer(.erasures(query)) else { throw .unexpected }
        return page
    }

    package func note(
        _ text: NoteText, on id: CustomerID, key: IdempotencyKey
    ) async throws(APIFailure) -> TimelineEntry {
        guard case .noted(let entry, _) = try await answer(.note(id, text, idempotencyKey: key)) else {
            throw .unexpected
        }
        return entry
    }

    /// Takes the text of a note back.
    package func retract(_ number: Int, of id: CustomerID) async throws(APIFailure) {
        guard case .retracted = try await answer(.retract(id, number)) else { throw .unexpected }
    }

    /// - Throws: ``APIFailure/refused(_:)`` with `deleted` when the customer is no more in the trash, and with `emailTaken`.
    package func restore(_ id: CustomerID, key: IdempotencyKey) async throws(APIFailure) -> Customer {
        try await written(.restore(id, idempotencyKey: key))
    }

    package func erase(_ id: CustomerID) async throws(APIFailure) {
        guard case .deleted = try await answer(.erase(id)) else { throw .unexpected }
    }

    /// Says that two customers are not the same person.
    package func dismiss(_ id: CustomerID, _ other: CustomerID) async throws(APIFailure) {
        guard case .dismissed = try await answer(.dismiss(id, other)) else { throw .unexpected }
    }
}

// MARK: - Any call

extension CustomerClient {
    /// What comes of a call, as a value.
    package func result(of call: ReadCall) async -> Result<ReadAnswer, APIFailure> {
        await .catching { () async throws(APIFailure) in try await answer(call) }
    }

    /// What comes of a call, as a value.
    package func result(of call: WriteCall) async -> Result<WriteAnswer, APIFailure> {
        await .catching { () async throws(APIFailure) in try await answer(call) }
    }
}

extension Result {
    fileprivate static func catching(_ body: () async throws(Failure) -> Success) async -> Result {
        do throws(Failure) {
            return .success(try await body())
        } catch {
            return .failure(error)
        }
    }
}

extension Customer {
    fileprivate func checked(against known: Customer?) throws(APIFailure) -> Customer {
        guard let known, known.id == id, known.version > version else { return self }
        throw APIFailure(.older(version, than: known.version))
    }
}

extension APIFailure {
    /// An answer that belongs to another call; ``CallKind/answer(in:)`` lets none through.
    static let unexpected = APIFailure.misdirected(detail: "it is an answer to another question")
}
