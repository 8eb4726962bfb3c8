import Cache
package import Domain
package import Sync
package import Wire

/// Customers on their way into the cache and out of it.
extension ProfileWorkspace {
    /// Keeps what an answer says of customers; that it cannot be kept is no reason to stop.
    package func learn(_ answer: ReadAnswer) async {
        switch answer {
        case .page(let page): await learn(page.customers)
        case .customer(let customer): await learn([customer])
        case .health, .openAPI, .notModified, .changes: break
        }
    }

    package func learn(_ customers: [Customer]) async {
        try? await cache?.take(customers, seenAt: .now())
    }

    /// Keeps what is known of a customer's end.
    package func forget(_ id: CustomerID) async {
        try? await cache?.remove(id)
    }

    /// Keeps what the synchronisation brings back.
    package func learn(_ event: SyncEvent) async {
        switch event {
        case .served(let customer): await learn([customer])
        case .gone(let id): await forget(id)
        case .queueChanged, .status, .reachability, .refused, .conflicted: break
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
