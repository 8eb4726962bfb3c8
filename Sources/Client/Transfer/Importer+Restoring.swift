import APIClient
import Domain
import Wire

/// Brings customers back out of the trash whom lines name by the id.
extension Importer {
    /// Whether a record's customer is to be restored, and can be.
    func restores(_ record: ImportRecord, _ problem: Problem) -> Bool {
        mode.restores && record.isIDGiven && problem.kind == .deleted && problem.restorableUntil != nil
    }

    /// Restores the customer whom a record names, and makes them like it where that is wanted.
    func restore(_ record: ImportRecord) async throws(APIFailure) -> Outcome {
        if let other = claims.claim(record.id, line: record.line) {
            return .blocked(Self.sameMessage(other), by: record.id)
        }
        guard !mode.isDryRun else { return try await rehearsedRestoration(of: record) }
        do throws(APIFailure) {
            let restored = try await api.restore(record.id, key: .random())
            // The deletion and the restoration have made a version each, and changed nothing.
            return .restored(try await update(restored, from: record, sameSince: restored.version - 2))
        } catch {
            guard case .refused(let problem) = error else { throw error }
            guard problem.kind == .emailTaken else { return try Self.outcome(of: problem, for: record) }
            return .blocked(Self.takenMessage(problem.owner), by: problem.owner)
        }
    }

    /// What would be said of a restoration: the email has to be nobody else's by now.
    private func rehearsedRestoration(of record: ImportRecord) async throws(APIFailure) -> Outcome {
        guard let trashed = try await trash.customer(record.id) else {
            // It was there a moment ago.
            return .refused("was restored, or erased, by somebody else meanwhile: import the file again")
        }
        let then = try await update(trashed, from: record)
        guard let key = trashed.details.emailKey, let owner = try await owner(of: key), owner.id != record.id else {
            return .restored(then)
        }
        return .blocked(Self.takenMessage(owner.id), by: owner.id, otherwise: .restored(then))
    }

    private static func takenMessage(_ owner: CustomerID?) -> String {
        "cannot be restored: the email that they had is another customer's by now"
            + (owner.map { " (\($0.text))" } ?? "")
    }
}

/// The customers in the trash, read once for all lines of a file.
actor ImportTrash {
    private let api: CustomerClient
    private var reading: Task<Result<[CustomerID: Customer], APIFailure>, Never>?

    init(_ api: CustomerClient) {
        self.api = api
    }

    /// - Returns: the customer as they were deleted; `nil` for one who is not in the trash.
    func customer(_ id: CustomerID) async throws(APIFailure) -> Customer? {
        let task = reading ?? Task { [api] in await Self.read(from: api) }
        reading = task
        return try await task.value.get()[id]
    }

    private static func read(from api: CustomerClient) async -> Result<[CustomerID: Customer], APIFailure> {
        var customers: [CustomerID: Customer] = [:]
        var reader = TrashReader(api)
        do throws(APIFailure) {
            while let page = try await reader.next() {
                for trashed in page { customers[trashed.customer.id] = trashed.customer }
            }
            return .success(customers)
        } catch {
            return .failure(error)
        }
    }
}
