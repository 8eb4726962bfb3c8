import APIClient
import Domain
import Wire
import Workspace

extension CommandContext {
    /// Whom a reference names, who may be gone by now; an email is asked for.
    func identity(of reference: CustomerReference) async throws -> CustomerID {
        switch reference {
        case .id(let id): id
        case .email: try await find(reference).customer.id
        }
    }

    /// All entries of a customer's timeline, newest first.
    func timeline(of id: CustomerID) async throws -> [TimelineEntry] {
        try await ask(.timeline) {
            var reader = TimelineReader(api, of: id)
            var entries: [TimelineEntry] = []
            while let page = try await reader.next() { entries += page.entries }
            return entries
        }
    }
}
