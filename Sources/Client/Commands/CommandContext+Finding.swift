import APIClient
import Cache
import Domain
import Journal
import Panes
import Wire
import Wording
import Workspace

/// A customer as a command knows them.
struct FoundCustomer: Sendable {
    /// The server's copy; for one who only waits to be created, and offline, with what is under way on top.
    let customer: Customer
    let origin: Origin

    enum Origin: Sendable {
        case server
        /// From this machine, because the API is away.
        ///
        /// - Parameter seenAt: when the server said so; `nil` for a customer it has not seen yet.
        case kept(seenAt: Timestamp?, because: APIFailure)
    }
}

extension CommandContext {
    /// Asks the API, and looks among what is kept here while it is away.
    ///
    /// - Throws: ``ExitStatus/notFound`` when nobody has that email, ``ExitStatus/unavailable`` when that cannot be found
    ///   out, and what the API refuses, as an id that nobody has.
    func find(_ reference: CustomerReference) async throws -> FoundCustomer {
        // What was known before the question, for another program may learn more while it is asked.
        let known = cached(reference)?.customer
        do throws(APIFailure) {
            if let customer = try await ask(reference, knowing: known) {
                await workspace.store(.customer(customer))
                return FoundCustomer(customer: customer, origin: .server)
            }
        } catch {
            guard error.isAbsence else {
                if let queued = queued(reference), error.saysUnknown {
                    return FoundCustomer(customer: queued, origin: .server)
                }
                throw error
            }
            if try kept(reference, because: error) != nil { await removeErased(because: error) }
            guard let kept = try kept(reference, because: error) else {
                let failure = CommandFailure(error)
                let status = failure.status == .notPermitted ? failure.status : .unavailable
                throw CommandFailure(status, failure.message + " " + absence)
            }
            note(.offlineRead, of: kept.customer.id)
            return kept
        }
        if let queued = queued(reference) { return FoundCustomer(customer: queued, origin: .server) }
        throw CommandFailure(.notFound, "No customer has the email \(reference.quoted).")
    }

    private func ask(
        _ reference: CustomerReference, knowing known: Customer?
    ) async throws(APIFailure) -> Customer? {
        switch reference {
        case .id(let id): try await api.customer(id, knowing: known)
        case .email(let email): try await ask(email, knowing: known)
        }
    }

    /// - Returns: `nil` when nobody has the email, or the customer in an old answer has given it up since.
    private func ask(_ email: String, knowing known: Customer?) async throws(APIFailure) -> Customer? {
        guard let found = try await api.customer(email: email, knowing: known) else { return nil }
        // Who was seen with another email since is kept under that one.
        guard let kept = workspace.kept(found.id)?.customer, kept.version > found.version else { return found }
        let current = try await api.customer(found.id, knowing: kept)
        return current.details.emailKey == found.details.emailKey ? current : nil
    }

    // MARK: Here

    /// Why a customer is not here, and what to do about it.
    private var absence: String {
        let message = "This customer is not kept on this machine either."
        guard workspace.cacheLocation == .memory else { return message }
        return message + " To keep the customers you read, set cache = \"disk\", or XDG_RUNTIME_DIR."
    }

    private func kept(
        _ reference: CustomerReference, because failure: APIFailure
    ) throws(CommandFailure) -> FoundCustomer? {
        let queue = queue
        let cached = cached(reference)
        if let cached, let shown = queue.shown(cached.customer.id, on: cached.customer), reference.names(shown) {
            guard !queue.isBeingDeleted(shown.id) else {
                throw CommandFailure(.notFound, "This customer waits to be deleted; see: customers queue")
            }
            return FoundCustomer(customer: shown, origin: .kept(seenAt: cached.seenAt, because: failure))
        }
        guard let queued = queued(reference) else { return nil }
        let seenAt = workspace.kept(queued.id)?.seenAt
        return FoundCustomer(customer: queued, origin: .kept(seenAt: seenAt, because: failure))
    }

    private func cached(_ reference: CustomerReference) -> SeenCustomer? {
        switch reference {
        case .id(let id): workspace.kept(id)
        case .email(let email): workspace.kept(emailKey: TextFold.email(email))
        }
    }

    /// A customer the queue creates, or gives that email.
    private func queued(_ reference: CustomerReference) -> Customer? {
        let queue = queue
        return queue.customers.lazy
            .filter { !queue.isBeingDeleted($0) }
            .compactMap { queue.shown($0, on: workspace.kept($0)?.customer) }
            .first(where: reference.names)
    }
}

extension APIFailure {
    fileprivate var saysUnknown: Bool {
        if case .refused(let problem) = self { problem.kind == .notFound } else { false }
    }
}

extension FoundCustomer {
    /// How long a command waits for an edit of them.
    var writeDeadline: Duration {
        if case .kept = origin { CommandContext.writeDeadlineWhileAway } else { CommandContext.writeDeadline }
    }

    /// Says from when it is, when it is not what the server says now.
    func reportAge(in zone: TimeZoneRules) {
        guard case .kept(let seenAt, let failure) = origin else { return }
        let age = seenAt.map { "as seen \(Phrases.age(of: $0, at: .now(), in: zone))" } ?? "queued, and not sent yet"
        StandardError.say("From this machine, \(age). \(failure.cause)")
    }
}
