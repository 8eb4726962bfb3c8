import Cache
package import Domain
package import Sync
package import Wire

/// Reads and writes the cache.
extension ProfileWorkspace {
    /// Stores the customers of an answer in the cache; a cache that fails does not stop the caller.
    package func store(_ answer: ReadAnswer) async {
        switch answer {
        case .page(let page): await store(page.customers)
        case .customer(let customer): await store([customer])
        case .duplicates(let found): await store(found.duplicates.map(\.customer))
        case .health, .openAPI, .whoAmI, .notModified, .timeline, .timelineNotModified, .past, .dismissals, .trash,
            .changes, .erasures:
            break
        }
    }

    package func store(_ customers: [Customer]) async {
        try? await cache?.store(customers, seenAt: .now())
    }

    /// Removes a customer the API no longer has from the cache.
    ///
    /// - Parameter version: the one that the deletion made; `nil` when that is not known.
    package func forget(_ id: CustomerID, deletedIn version: Int? = nil) async {
        try? await cache?.remove(id, deletedIn: version)
    }

    /// What was typed and not finished about a customer, the oldest first.
    package func drafts(of id: CustomerID) -> [KeptDraft] { drafts.all(of: id) }

    /// Stores what the synchronisation brings back.
    package func apply(_ event: SyncEvent) async {
        switch event {
        case .served(let customers): await store(customers)
        case .gone(let id): await forget(id)
        case .restored(let customer): try? await cache?.bringBack(customer)
        case .journalFound, .queueChanged, .status, .reachability, .refused, .conflicted: break
        }
    }

    /// The server's copy of a customer as it was seen last.
    package func kept(_ id: CustomerID) -> SeenCustomer? {
        (try? cache?.customer(id)) ?? nil
    }

    /// The same by the email that they had then.
    package func kept(emailKey: String) -> SeenCustomer? {
        (try? cache?.customer(emailKey: emailKey)) ?? nil
    }

    /// Of these customers, those who were seen in a newer version than the one given, as they were seen then.
    package func newer(than customers: [Customer]) -> [CustomerID: Customer] {
        (try? cache?.newer(than: customers)) ?? [:]
    }
}
