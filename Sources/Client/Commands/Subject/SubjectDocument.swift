import APIClient
import Domain
import Wire
import Wording
import Workspace

/// Everything that is kept about one person.
struct SubjectDocument: Sendable {
    let id: CustomerID
    private let writtenAt = Timestamp.now()
    /// As they are; `nil` of somebody in the trash.
    private let record: Customer?
    private let trashed: TrashedCustomer?
    /// Newest entry first; `nil` where the server keeps none.
    private let timeline: [TimelineEntry]?
    /// Whom it was said not to be; `nil` where the server does not tell.
    private let dismissals: [CustomerID]?
    private let kept: KeptSubject

    /// - Throws: what the API says; it has to be there, for only it has everything.
    init(_ reference: CustomerReference, _ context: CommandContext) async throws {
        let record = try await context.living(reference)
        let trashed = record == nil ? try await context.trashed(reference) : nil
        guard let id = record?.id ?? trashed?.customer.id else {
            // The API's own words on why there is nobody.
            if case .id(let id) = reference { _ = try await context.api.customer(id) }
            throw CommandFailure.nobodyEver(reference)
        }
        self.id = id
        (self.record, self.trashed) = (record, trashed)
        timeline = try await Self.timeline(of: id, context)
        dismissals = try await Self.dismissals(of: id, context)
        kept = KeptSubject(of: id, context)
    }

    private static func timeline(of id: CustomerID, _ context: CommandContext) async throws -> [TimelineEntry]? {
        do {
            return try await context.timeline(of: id)
        } catch let failure as CommandFailure {
            StandardError.say("The timeline is not in it. \(failure.message)")
            return nil
        }
    }

    private static func dismissals(of id: CustomerID, _ context: CommandContext) async throws -> [CustomerID]? {
        do throws(APIFailure) {
            return try await context.api.dismissals(of: id)
        } catch {
            guard error.mayBeOfOlderServer else { throw error }
            StandardError.say("Whom it was said not to be is not in it: this server does not tell.")
            return nil
        }
    }
}

extension SubjectDocument: Encodable {
    private enum Member: String, CodingKey {
        case customerID = "customer_id"
        case record, trash, timeline, versions
        case dismissals = "not_the_same_as"
        case writtenAt = "written_at"
        case keptHere = "kept_on_this_machine"
    }

    /// Every member is written, `null` included.
    func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: Member.self)
        try members.encode(id.text, forKey: .customerID)
        try members.encode(writtenAt.text, forKey: .writtenAt)
        try members.encode(record.map(CustomerJSON.init), forKey: .record)
        try members.encode(trashed.map(TrashedCustomerJSON.init), forKey: .trash)
        try members.encode(timeline?.map(TimelineEntryJSON.init), forKey: .timeline)
        try members.encode(versions?.map(CustomerJSON.init), forKey: .versions)
        try members.encode(dismissals?.map(\.text), forKey: .dismissals)
        try members.encode(kept, forKey: .keptHere)
    }

    /// The customer in every version that is recorded, newest first.
    private var versions: [Customer]? {
        guard let timeline, let newest = record ?? trashed?.customer else { return nil }
        return Rewind.versions(timeline, upTo: newest)
    }
}
