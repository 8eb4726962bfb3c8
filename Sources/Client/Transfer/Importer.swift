package import APIClient
package import Domain
import Wire
package import Workspace

/// Brings one record after another into the API, so that the same file imported twice changes nothing.
package struct Importer: Sendable {
    let api: CustomerClient
    let workspace: ProfileWorkspace
    /// Which emails the lines of the file give up and take over.
    package let claims: ImportClaims
    /// What is written of what differs.
    package let mode: Mode
    /// Who was deleted, for a dry run.
    let trash: ImportTrash

    /// Writes through the API, and keeps what it answers in the workspace.
    package init(api: CustomerClient, workspace: ProfileWorkspace, claims: ImportClaims, mode: Mode) {
        self.api = api
        self.workspace = workspace
        self.claims = claims
        self.mode = mode
        trash = ImportTrash(api)
    }

    /// What becomes of a customer who is there, and not as in the file.
    package struct Mode: Hashable, Sendable {
        /// Whether the customer is made like the file.
        package var updates: Bool
        /// Whether a line counts that was made from an older version than the customer's.
        var overwritesNewer: Bool
        /// Whether a customer is restored who lies in the trash, and whom a line names by the id.
        package var restores: Bool
        /// Whether only to say what would be done.
        package var isDryRun: Bool

        /// Lists what differs and writes new customers alone, unless more is asked for.
        package init(
            updates: Bool = false, overwritesNewer: Bool = false, restores: Bool = false, isDryRun: Bool = false
        ) {
            self.updates = updates
            self.overwritesNewer = overwritesNewer
            self.restores = restores
            self.isDryRun = isDryRun
        }

        /// What to do about a difference.
        func writes(_ difference: ImportDifference) -> Bool {
            updates && (overwritesNewer || difference.newerVersion == nil)
        }
    }

    /// What has become of a record.
    package indirect enum Outcome: Hashable, Sendable {
        case created, unchanged
        /// Made like the file.
        case updated(ImportDifference)
        /// Brought back out of the trash.
        ///
        /// - Parameter then: what has become of the line since.
        case restored(_ then: Outcome)
        /// On the disk, because the API is away.
        ///
        /// - Parameter difference: `nil` for a new customer.
        case queued(_ difference: ImportDifference?)
        /// In the queue already.
        case waiting
        /// Not as in the file, and left so.
        case differs(ImportDifference)
        /// What stands against this record, as a whole sentence.
        case refused(String)
        /// The same, which another line of the file may still change.
        ///
        /// - Parameters:
        ///   - owner: who has what the record is to have.
        ///   - otherwise: what a dry run says once another line takes that from them.
        case blocked(String, by: CustomerID?, otherwise: Outcome? = nil)
    }

    /// Writes a record as the mode says, with one request or several.
    ///
    /// - Throws: what kept the API from answering; a refusal of this record is an outcome.
    package func outcome(of record: ImportRecord) async throws(APIFailure) -> Outcome {
        switch try await phoneMatch(for: record) {
        case .one(let known): return try await update(known, from: record)
        case .several(let customers): return .refused(Self.severalMessage(customers))
        case .none: break
        }
        guard let creation = record.creation, !mode.isDryRun else { return try await lookUp(record) }
        let outcome = try await send(record, creation)
        // An import that is repeated may have been stopped between the two requests.
        if outcome == .created || outcome == .unchanged && !record.isIDGiven { try await keepRest(of: record) }
        return outcome
    }

    // MARK: Sending

    /// Creates first and asks afterwards: most imports are of new customers, and the refusal brings the known one along.
    private func send(_ record: ImportRecord, _ creation: NewCustomer) async throws(APIFailure) -> Outcome {
        do throws(APIFailure) {
            _ = try await api.create(id: record.id, creation, key: .random())
            return .created
        } catch {
            guard case .refused(let problem) = error else { throw error }
            switch problem.kind {
            case .versionMismatch:
                guard let known = problem.current, !isOlder(known) else { return try await lookUp(record) }
                return try await compare(record, known)
            case .emailTaken: return try await compareWithOwner(record, problem.owner)
            case .deleted where restores(record, problem): return try await restore(record)
            default: return try Self.outcome(of: problem, for: record)
            }
        }
    }

    private func compareWithOwner(_ record: ImportRecord, _ owner: CustomerID?) async throws(APIFailure) -> Outcome {
        guard let owner, !record.isIDGiven else { return .blocked(Self.ownedMessage(owner), by: owner) }
        let known = try await api.customer(owner, knowing: workspace.kept(owner)?.customer)
        // What is written next is written to them: they have to be the customer the file means.
        guard known.details.emailKey == record.emailKey else { return .blocked(Self.ownedMessage(owner), by: owner) }
        return try await compare(record, known)
    }

    /// Whether an answer says less than what is kept on this machine.
    private func isOlder(_ customer: Customer) -> Bool {
        (workspace.kept(customer.id)?.customer.version ?? 0) > customer.version
    }

    /// The customer with an email, asked for with what is kept of them.
    func owner(of key: String) async throws(APIFailure) -> Customer? {
        try await api.customer(email: key, knowing: workspace.kept(emailKey: key)?.customer)
    }

    /// Compares with the customer under the record's id, or with another one who has taken over the email that is all
    /// the record knows them by.
    private func compare(_ record: ImportRecord, _ known: Customer) async throws(APIFailure) -> Outcome {
        guard !record.isIDGiven, let key = record.emailKey, key != known.details.emailKey,
            let owner = try await owner(of: key)
        else {
            guard record.isAbout(known.details) else { return .refused(Self.formerMessage(record, known.id)) }
            return try await update(known, from: record)
        }
        return try await update(owner, from: record)
    }

    /// Makes the customer like the record, if that is wanted.
    ///
    /// - Parameter version: the one since which nothing of the customer has changed; `nil` for the newest.
    func update(
        _ known: Customer, from record: ImportRecord, sameSince version: Int? = nil
    ) async throws(APIFailure) -> Outcome {
        if let other = claims.claim(known.id, line: record.line) {
            return .blocked(Self.sameMessage(other), by: known.id)
        }
        guard let difference = ImportDifference(record, known, sameSince: version) else { return .unchanged }
        let patch = CustomerPatch(record.edit(of: known.details))
        guard mode.writes(difference), !patch.isEmpty else { return .differs(difference) }
        guard !mode.isDryRun else { return try await rehearsed(difference, of: known.id, record.emailKey) }
        do throws(APIFailure) {
            _ = try await api.patch(known.id, patch, ifVersion: known.version, key: .random())
            return .updated(difference)
        } catch {
            guard case .refused(let problem) = error else { throw error }
            switch problem.kind {
            case .versionMismatch: return .refused("was changed by somebody else meanwhile: import the file again")
            case .emailTaken: return .blocked(Self.ownedMessage(problem.owner), by: problem.owner)
            default: return try Self.outcome(of: problem, for: record)
            }
        }
    }

    /// What would be said of a change: its email has to be nobody else's.
    private func rehearsed(
        _ difference: ImportDifference, of id: CustomerID, _ emailKey: String?
    ) async throws(APIFailure) -> Outcome {
        guard difference.freesEmail, let emailKey, let owner = try await owner(of: emailKey), owner.id != id else {
            return .updated(difference)
        }
        return .blocked(Self.ownedMessage(owner.id), by: owner.id, otherwise: .updated(difference))
    }

    /// What a refusal means for a record, whatever was to be written.
    ///
    /// - Throws: the refusal itself when it says nothing of the record.
    static func outcome(of problem: Problem, for record: ImportRecord) throws(APIFailure) -> Outcome {
        switch problem.kind {
        case .deleted: .refused(deletedMessage(record, problem))
        case .validation: .refused(problem.detail)
        default: throw .refused(problem)
        }
    }

    // MARK: Looking up

    /// Finds the customer the record is about, for a dry run and for a record that can create nobody.
    private func lookUp(_ record: ImportRecord) async throws(APIFailure) -> Outcome {
        do throws(APIFailure) {
            let kept = workspace.kept(record.id)?.customer
            return try await compare(record, try await api.customer(record.id, knowing: kept))
        } catch {
            guard case .refused(let problem) = error else { throw error }
            // A record that can create nobody means the customer who has the email now.
            if restores(record, problem) { return try await restore(record) }
            if problem.kind == .deleted, record.creation != nil || record.isIDGiven {
                return .refused(Self.deletedMessage(record, problem))
            }
            guard problem.kind == .notFound || problem.kind == .deleted else { throw error }
        }
        guard let key = record.emailKey, let owner = try await owner(of: key) else {
            return record.creation == nil ? .refused(Self.unknownMessage) : .created
        }
        guard !record.isIDGiven else {
            let message = Self.ownedMessage(owner.id)
            return record.creation == nil
                ? .refused(message) : .blocked(message, by: owner.id, otherwise: mode.isDryRun ? .created : nil)
        }
        return try await update(owner, from: record)
    }

    /// Whether a customer is exactly as an input states, whatever the rules are by now.
    package func isKnown(_ input: CustomerInput) async throws(APIFailure) -> Bool {
        do throws(APIFailure) {
            if let id = input.id {
                return input.describes(try await api.customer(id, knowing: workspace.kept(id)?.customer))
            }
            guard let email = input.fields[.email] ?? nil else { return false }
            return try await owner(of: TextFold.email(email)).map(input.describes) ?? false
        } catch {
            if case .refused = error { return false }
            throw error
        }
    }

    // MARK: Messages

    static let unknownMessage = "is about no known customer, and lacks a name or an email to create one"

    private static func deletedMessage(_ record: ImportRecord, _ problem: Problem) -> String {
        let ways = (record.isIDGiven ? "--restore or " : "") + "customers restore \(record.id.text)"
        let back = problem.restorableUntil == nil ? "" : "bring them back with \(ways), "
        return record.isIDGiven
            ? "was deleted, and a deleted customer's id is never used again: \(back)give another customer_id, or leave the line "
                + "out"
            : "is about somebody who was deleted: \(back)leave the line out, or enter them again with customers add"
    }

    static func sameMessage(_ line: Int) -> String {
        "is about the same customer as line \(line): leave one of them out"
    }

    /// What stands against a line that only fits what a customer had before.
    static func formerMessage(_ record: ImportRecord, _ customer: CustomerID) -> String {
        let what = record.emailKey == nil ? "phone or name" : "email"
        return "has a former \(what) of the customer \(customer.text): give the customer_id if they are meant, "
            + "or enter somebody new with customers add"
    }

    static func ownedMessage(_ owner: CustomerID?) -> String {
        "has the email of another customer" + (owner.map { " (\($0.text))" } ?? "")
    }
}
