import Domain
import Wire

/// The calls that read.
extension CustomerAPI {
    func answer(to call: ReadCall, _ caller: RequestContext.Caller) async throws(APIError) -> ReadAnswer {
        let answer: ReadAnswer
        switch call {
        case .health: answer = .health(health(for: caller))
        case .openAPI: answer = .openAPI(Array(OpenAPIDocument.json.utf8))
        case .whoAmI: answer = .whoAmI(try caller.json())
        case .list(let query): answer = .page(try await page(query))
        case .find(let email): answer = .page(try await customers(withEmail: email))
        case .get(let id, let known): answer = try await customer(id, unlessVersion: known)
        case .changes(let query): answer = .changes(try await changes(query))
        }
        try count(answer, readBy: caller)
        return answer
    }

    private func health(for caller: RequestContext.Caller) -> HealthJSON {
        // A client of version 1 asks this before it keeps a copy. Who calls need not be known here.
        let mayReplicate = if case .principal = caller { caller.may(.export) } else { true }
        return HealthJSON(
            timestamp: now(), version: Self.version, replicate: settings.allowsReplication && mayReplicate,
            capabilities: capabilities)
    }

    private var capabilities: [Capability] {
        Capability.allCases.filter { capability in
            switch capability {
            case .whoAmI, .changesFromNow, .roles: true
            case .audit: audit != nil
            }
        }
    }

    private func count(_ answer: ReadAnswer, readBy caller: RequestContext.Caller) throws(APIError) {
        switch answer {
        case .health, .openAPI, .whoAmI, .notModified: break
        case .page(let page): try count(page.customers.map(\.id), readBy: caller)
        case .customer(let customer): try count([customer.id], readBy: caller)
        case .changes(let page): try count(page.changes.compactMap(\.change.living), readBy: caller, .following)
        }
    }

    private func page(_ query: ListQuery) async throws(APIError) -> CustomerPage {
        // A term of marks alone has no word in it, so everybody has all of its words.
        let listing = query.search.flatMap(SearchTerm.init).map(StoreListing.search) ?? .directory(query.sort)
        let position = try await position(query.cursor, in: listing)
        let page = try await asking { () async throws(StoreFailure) in
            try await store.page(listing, after: position, limit: query.limit)
        }
        guard let position = page.next else { return CustomerPage(customers: page.customers, next: nil) }
        var next = query
        next.cursor = try await cursor(for: listing).encoded(position)
        return CustomerPage(customers: page.customers, next: next)
    }

    private func position(_ text: String?, in listing: StoreListing) async throws(APIError) -> StorePosition? {
        guard let text else { return nil }
        let cursor = try await cursor(for: listing)
        return try opening { () throws(Problem) in try cursor.decoded(text) }
    }

    private func cursor(for listing: StoreListing) async throws(APIError) -> ListingCursor {
        let key = try await asking { () async throws(StoreFailure) in try await store.cursorKey() }
        return ListingCursor(for: listing, key: key)
    }

    private func customers(withEmail email: String) async throws(APIError) -> CustomerPage {
        // As it is typed before it is cleaned: an email that was stored under older rules is found, too.
        for email in [email.trimmed, CustomerField.email.cleaned(email)] {
            let key = TextFold.email(email)
            let customer = try await asking { () async throws(StoreFailure) in try await store.customer(emailKey: key) }
            if let customer { return CustomerPage(customers: [customer], next: nil) }
            if email.unicodeScalars.allSatisfy({ !$0.isInvisible }) { break }
        }
        return CustomerPage(customers: [], next: nil)
    }

    private func customer(
        _ id: CustomerID, unlessVersion known: VersionMatch?
    ) async throws(APIError) -> ReadAnswer {
        switch try await asking({ () async throws(StoreFailure) in try await store.record(id) }) {
        case nil: throw APIError(.notFound)
        case .deleted: throw APIError(.deleted())
        case .living(let customer, _):
            known?.contains(customer.version) == true
                ? .notModified(version: customer.version) : .customer(customer)
        }
    }

    private func changes(_ query: ChangesQuery) async throws(APIError) -> ChangePageJSON {
        if query.cursor == ChangesQuery.latest {
            let now = try await asking { () async throws(StoreFailure) in try await store.latestChange() }
            return ChangePageJSON(changes: [], cursor: ChangeCursor.encoded(now), more: false)
        }
        let position: StorePosition? =
            if let text = query.cursor { try opening { () throws(Problem) in try ChangeCursor.decoded(text) } } else {
                nil
            }
        let page = try await asking { () async throws(StoreFailure) in
            try await store.changes(after: position, limit: query.limit)
        }
        return ChangePageJSON(changes: page.changes, cursor: ChangeCursor.encoded(page.position), more: page.more)
    }

    private func opening(_ cursor: () throws(Problem) -> StorePosition) throws(APIError) -> StorePosition {
        do throws(Problem) {
            return try cursor()
        } catch {
            throw APIError(error)
        }
    }
}

extension Change {
    /// Whose record it shows; `nil` when there is none any more.
    fileprivate var living: CustomerID? {
        switch self {
        case .changed(let customer): customer.id
        case .deleted: nil
        }
    }
}

/// Asks a store, and turns its failure into what the caller hears and what the log hears.
func asking<Value>(_ question: () async throws(StoreFailure) -> Value) async throws(APIError) -> Value {
    do throws(StoreFailure) {
        return try await question()
    } catch {
        throw APIError(error)
    }
}
