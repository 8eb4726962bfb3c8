import APIClient
import Domain
import Wire

/// Brings one record after another into the API, so that the same file imported twice changes nothing.
struct Importer: Sendable {
    let api: APIClient
    /// Whether a customer who differs from the file is made like it.
    let updates: Bool
    /// Whether only to say what would be done.
    let isDryRun: Bool

    enum Outcome: Hashable, Sendable {
        case created, updated, unchanged
        /// On the disk, for the API is away.
        case queued
        /// In the queue already.
        case waiting
        /// The members in which the customer is not as in the file.
        case differs([String])
        /// What stands against this record, as a whole sentence.
        case refused(String)
    }

    func outcome(of record: ImportRecord) async throws(APIFailure) -> Outcome {
        isDryRun ? try await lookUp(record) : try await send(record)
    }

    // MARK: Sending

    /// Creates first and asks afterwards: most imports are of new customers, and the refusal brings the known one along.
    private func send(_ record: ImportRecord) async throws(APIFailure) -> Outcome {
        do throws(APIFailure) {
            _ = try await api.create(id: record.id, record.customer, key: .random())
            return .created
        } catch {
            guard case .refused(let problem) = error else { throw error }
            switch problem.kind {
            case .versionMismatch: return try await compare(record, with: problem.current, id: record.id)
            case .emailTaken: return try await compareWithOwner(record, problem.owner)
            case .deleted: return .refused(Self.deletedSentence)
            case .validation: return .refused(problem.detail)
            default: throw error
            }
        }
    }

    private func compareWithOwner(_ record: ImportRecord, _ owner: CustomerID?) async throws(APIFailure) -> Outcome {
        guard let owner, !record.isIDGiven else { return .refused(Self.ownedSentence(owner)) }
        return try await compare(record, with: nil, id: owner)
    }

    private func compare(
        _ record: ImportRecord, with known: Customer?, id: CustomerID
    ) async throws(APIFailure) -> Outcome {
        if let known { return try await settle(record, against: known) }
        return try await settle(record, against: try await api.customer(id))
    }

    /// Makes the customer like the record, if that is wanted.
    private func settle(_ record: ImportRecord, against known: Customer) async throws(APIFailure) -> Outcome {
        let patch = CustomerPatch(from: known.details, to: record.customer.details)
        let differences = Self.differences(record, known)
        guard !differences.isEmpty else { return .unchanged }
        guard updates, !patch.isEmpty else { return .differs(differences) }
        guard !isDryRun else { return .updated }
        do throws(APIFailure) {
            _ = try await api.patch(known.id, patch, ifVersion: known.version, key: .random())
            return .updated
        } catch {
            guard case .refused(let problem) = error else { throw error }
            switch problem.kind {
            case .versionMismatch: return .refused("was changed by somebody else meanwhile: import the file again")
            case .emailTaken: return .refused(Self.ownedSentence(problem.owner))
            case .deleted: return .refused(Self.deletedSentence)
            case .validation: return .refused(problem.detail)
            default: throw error
            }
        }
    }

    /// The members in which a customer is not as in the file.
    static func differences(_ record: ImportRecord, _ known: Customer) -> [String] {
        let fields = CustomerEdit(from: known.details, to: record.customer.details).fields.map(\.rawValue)
        // Registration dates are compared as the API shows them, for it keeps finer digits to itself.
        guard let date = record.customer.registrationDate, date.text != known.registrationDate.text else {
            return fields
        }
        return fields + [CustomerInput.Member.registrationDate.rawValue + " (set on creation only)"]
    }

    // MARK: Looking up

    /// Says what ``send(_:)`` would do, without a write.
    private func lookUp(_ record: ImportRecord) async throws(APIFailure) -> Outcome {
        do throws(APIFailure) {
            return try await settle(record, against: try await api.customer(record.id))
        } catch {
            guard case .refused(let problem) = error else { throw error }
            if problem.kind == .deleted { return .refused(Self.deletedSentence) }
            guard problem.kind == .notFound else { throw error }
        }
        guard let owner = try await api.customer(email: record.customer.details.email) else { return .created }
        guard !record.isIDGiven else { return .refused(Self.ownedSentence(owner.id)) }
        return try await settle(record, against: owner)
    }

    // MARK: Sentences

    private static let deletedSentence =
        "was deleted, and a deleted customer's id is never used again: give another customer_id, or leave the line out"

    static func ownedSentence(_ owner: CustomerID?) -> String {
        "has the email of another customer" + (owner.map { " (\($0.text))" } ?? "")
    }
}
