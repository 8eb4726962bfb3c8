import APIClient
import ArgumentParser
import Domain
import Journal
import Sync
import Wire
import Wording
import Workspace

struct RestoreCustomersCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore", abstract: "Bring deleted customers back out of the trash, with id and timeline.",
        discussion: """
            customers trash prints who can be restored, and until when. Whose email somebody else has by now is not restored: \
            change it there first. While the API is away, a restoration is queued of somebody whose deletion was entered on \
            this machine.
            """)

    @Argument(
        help: ArgumentHelp("Their ids, or the emails that they had.", valueName: "id|email"),
        transform: CustomerReference.argument)
    var customers: [CustomerReference]

    @OptionGroup(title: "Connection") var options: GlobalOptions

    func run() async throws {
        try await options.connectedForWriting { context in
            var failures: [CommandFailure] = []
            for customer in customers {
                do {
                    try await context.restore(customer)
                } catch let failure as CommandFailure {
                    failures.append(failure)
                } catch let failure as APIFailure where !failure.isCancellation {
                    failures.append(CommandFailure(failure))
                }
            }
            for failure in failures.dropLast() { StandardError.say(failure) }
            if let last = failures.last { throw last }
        }
    }
}

extension CommandContext {
    fileprivate func restore(_ reference: CustomerReference) async throws {
        if try await cancelDeletion(of: reference) { return }
        do {
            guard let trashed = try await trashed(reference) else { return try await reportAbsence(of: reference) }
            try await checkEmail(of: trashed.customer)
            try await restore(
                trashed.customer.id, trashed.customer.details, version: trashed.customer.version + 1,
                within: Self.writeDeadline)
        } catch let failure as APIFailure where failure.isAbsence {
            guard let (id, base, version) = deletedHere(reference) else {
                throw CommandFailure(
                    CommandFailure(failure).status,
                    failure.message + " Only whose deletion was entered on this machine can be restored meanwhile.")
            }
            if let kept = workspace.kept(id)?.customer, kept.version > version {
                return Self.report(isNotDeleted: kept)
            }
            try await restore(id, base, version: 0, within: Self.writeDeadlineWhileAway)
        }
    }

    private func restore(
        _ id: CustomerID, _ base: CustomerDetails, version: Int, within deadline: Duration
    ) async throws {
        switch try await submit(.restore(base: base, version: version), of: id, within: deadline) {
        case .done: StandardError.say("Restored \(base.name), \(id.text).")
        case .queued(_, let reason, let isHeld): Self.reportQueued(reason, isHeld: isHeld)
        }
    }

    /// Refuses, with their name, when somebody else has the email by now; the API would say it without.
    private func checkEmail(of customer: Customer) async throws {
        guard let email = customer.details[.email], let owner = try await api.customer(email: email),
            owner.id != customer.id
        else { return }
        throw CommandFailure(
            .badData,
            "\(customer.name) was not restored: \(owner.name) has the email \(email) by now. Give one of them another, "
                + "or leave it so; see: customers show \(owner.id.text)")
    }

    /// Says why somebody is not in the trash.
    private func reportAbsence(of reference: CustomerReference) async throws {
        guard let living = try await api.customer(reference) else {
            throw CommandFailure(.notFound, "Nobody in the trash has the email \(reference.quoted).")
        }
        Self.report(isNotDeleted: living)
    }

    private static func report(isNotDeleted living: Customer) {
        StandardError.say("Nothing to restore: \(living.name) is not deleted.")
    }

    /// Takes the deletion of somebody back that waits on this machine; one that is on its way is waited for.
    ///
    /// - Returns: whether they are deleted no more by that.
    private func cancelDeletion(of reference: CustomerReference) async throws -> Bool {
        for entry in queue.entries.reversed() {
            guard case .delete(let base, _) = entry.change, reference.names(entry.customer, base) else { continue }
            if entry.isUnsent, (try? workspace.journal.append(.cancel(entry.sequence, .undo))) != nil {
                StandardError.say("Restored \(base.name), \(entry.customer.text): the deletion had not been sent.")
                return true
            }
            _ = await workspace.synchronizer.waitForResults(
                of: [entry.sequence], until: .now + Self.writeDeadlineWhileAway)
            return false
        }
        return false
    }

    /// Whom this machine has deleted, as they were, and in which version; 0 when that is not known.
    private func deletedHere(_ reference: CustomerReference) -> (CustomerID, CustomerDetails, Int)? {
        for finished in queue.history.reversed() {
            guard case .delete(let base, let version)? = finished.change, reference.names(finished.customer, base)
            else { continue }
            return (finished.customer, base, version)
        }
        return nil
    }
}
