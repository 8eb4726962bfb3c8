import Domain
import Wire

/// The calls that read.
extension CustomerHandler {
    func answer(to call: ReadCall, _ caller: RequestContext.Caller) async throws(APIError) -> ReadAnswer {
        let answer: ReadAnswer
        switch call {
        case .health: answer = .health(health(for: caller))
        case .openAPI: answer = .openAPI(Array(OpenAPIDocument.json.utf8))
        case .whoAmI: answer = .whoAmI(try caller.json())
        case .list(let query): answer = .page(try await page(query))
        case .find(let email): answer = .page(try await customers(withEmail: email))
        case .similar(let text): answer = .page(try await similar(to: text))
        case .get(let id, let known): answer = try await customer(id, unlessVersion: known)
        case .timeline(let id, let query, let known): answer = try await timeline(of: id, query, unlessTag: known)
        case .past(let id, let target): answer = .past(try await past(id, target))
        case .duplicates(let id): answer = .duplicates(DuplicatesJSON(try await duplicates(of: id)))
        case .dismissals(let id): answer = .dismissals(DismissalsJSON(try await dismissals(of: id)))
        case .trash(let query): answer = .trash(try await trash(query))
        case .changes(let query): answer = .changes(try await changes(query))
        case .erasures(let query): answer = .erasures(try await erasures(query))
        }
        try count(answer, to: call, readBy: caller)
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
            case .whoAmI, .changesFromNow, .roles, .company, .tags, .optionalEmail, .filters, .timeline, .duplicates,
                .erasures:
                true
            case .trash: settings.trashDays > 0
            case .orders: store.orders.count > ListQuery.Sort.names.count
            case .audit: audit != nil
            case .similar: store.findsSimilar
            case .addressSearch: store.findsAddresses
            case .longPoll: settings.offersLongPoll
            }
        }
    }

    /// Counts those of whom an answer tells something.
    func count(_ answer: ReadAnswer, to call: ReadCall, readBy caller: RequestContext.Caller) throws(APIError) {
        switch answer {
        case .health, .openAPI, .whoAmI, .notModified, .timelineNotModified, .dismissals, .erasures: break
        case .timeline: if case .timeline(let id, _, _) = call { try count([id], readBy: caller) }
        case .past(let customer): try count([customer.id], readBy: caller)
        case .duplicates(let found): try count(found.duplicates.map(\.customer.id), readBy: caller)
        case .trash(let page): try count(page.customers.map(\.customer.id), readBy: caller)
        case .page(let page): try count(page.customers.map(\.id), readBy: caller)
        case .customer(let customer): try count([customer.id], readBy: caller)
        case .changes(let page): try count(page.changes.compactMap(\.change.living), readBy: caller, .following)
        }
    }

    private func page(_ query: ListQuery) async throws(APIError) -> CustomerPage {
        guard store.orders.contains(query.sort) else {
            let known = store.orders.map(\.rawValue).joined(separator: " or ")
            throw APIError(Problem(.invalidRequest, "sort must be \(known) here: this server has no other order."))
        }
        let listing = StoreListing(try filter(query.search), query.sort)
        let position = try await position(query.cursor, in: listing, query.sort)
        let page = try await asking { () async throws(StoreFailure) in
            try await store.page(listing, after: position, limit: query.limit)
        }
        guard let position = page.next else { return CustomerPage(customers: page.elements, next: nil) }
        var next = query
        next.cursor = try await cursor(for: listing, query.sort).encoded(position)
        return CustomerPage(customers: page.elements, next: next)
    }

    /// Dates of other than moments are of UTC's days.
    private func filter(_ text: String?) throws(APIError) -> CustomerFilter? {
        do throws(FilterFault) {
            return try text.flatMap { text throws(FilterFault) in
                try CustomerFilter(text, dates: FilterDates(now: now()))
            }
        } catch {
            throw APIError(Problem(.invalidRequest, "search: \(error.sentence)"))
        }
    }

    private func position(
        _ text: String?, in listing: StoreListing, _ sort: ListQuery.Sort
    ) async throws(APIError) -> StorePosition? {
        guard let text else { return nil }
        let cursor = try await cursor(for: listing, sort)
        return try opening { () throws(Problem) in try cursor.decoded(text) }
    }

    private func cursor(
        for listing: StoreListing, _ sort: ListQuery.Sort
    ) async throws(APIError) -> ListingCursor {
        let key = try await asking { () async throws(StoreFailure) in try await store.cursorKey() }
        return ListingCursor(for: listing, sort: sort, key: key)
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

    private func similar(to text: String) async throws(APIError) -> CustomerPage {
        guard store.findsSimilar else { throw APIError(.noSimilar) }
        guard let term = SimilarTerm(text) else { return CustomerPage(customers: [], next: nil) }
        let customers = try await similarTurn.take { () async throws(APIError) in
            try await asking { () async throws(StoreFailure) in
                try await store.similar(to: term, limit: SimilarTerm.maximumCustomers)
            }
        }
        return CustomerPage(customers: customers, next: nil)
    }

    private func customer(
        _ id: CustomerID, unlessVersion known: VersionMatch?
    ) async throws(APIError) -> ReadAnswer {
        let customer = try await living(id)
        return known?.contains(customer.version) == true
            ? .notModified(version: customer.version) : .customer(customer)
    }

    func changes(_ query: ChangesQuery) async throws(APIError) -> ChangePageJSON {
        if query.cursor == ChangesQuery.latest {
            let now = try await asking { () async throws(StoreFailure) in try await store.latestChange() }
            return ChangePageJSON(changes: [], cursor: ChangeCursor.encoded(now), more: false)
        }
        let position = try position(query.cursor, in: .changes)
        let page = try await asking { () async throws(StoreFailure) in
            try await store.changes(after: position, limit: query.limit)
        }
        return ChangePageJSON(changes: page.elements, cursor: ChangeCursor.encoded(page.position), more: page.more)
    }

    /// A place in what names nobody; `nil` for its beginning.
    func position(_ text: String?, in scope: ChangeCursor.Scope) throws(APIError) -> StorePosition? {
        guard let text else { return nil }
        return try opening { () throws(Problem) in try ChangeCursor.decoded(text, in: scope) }
    }

    func opening<Position>(_ cursor: () throws(Problem) -> Position) throws(APIError) -> Position {
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
