import Foundation
import HTTP
import HTTPTypes
import Synchronization
import TestSupport

/// Counts what reading costs by AWS's rules (Developer Guide, "DynamoDB read consumption"): ministack counts half a unit for
/// every query, whatever its size, and nothing for a batch.
final class ReadMeter: Transport {
    private let next: any Transport
    private let counted = Mutex<[Reading]>([])

    /// One operation, and its units.
    struct Reading: Hashable {
        let operation: String
        let units: Double
    }

    init(_ next: any Transport) {
        self.next = next
    }

    /// The readings since the last time.
    func take() -> [Reading] {
        counted.withLock { counted in
            defer { counted = [] }
            return counted
        }
    }

    func send(_ request: Request, deadline: ContinuousClock.Instant) async throws(TransportFailure) -> Response {
        let response = try await next.send(request, deadline: deadline)
        if let reading = Self.reading(request, response) { counted.withLock { $0.append(reading) } }
        return response
    }

    private static func reading(_ request: Request, _ response: Response) -> Reading? {
        guard let target = request.fields.first(where: { $0.name.canonicalName == "x-amz-target" })?.value,
            let name = target.split(separator: ".").last.map(String.init),
            case .object(let answer)? = try? JSONDecoder().decode(AnyJSON.self, from: Data(response.body))
        else { return nil }
        switch (name, answer["Items"], answer["Responses"], answer["Item"]) {
        case ("Query", .array(let items)?, _, _):
            // The sizes of a page are added up before they are rounded to 4 kB.
            return Reading(operation: name, units: units(items.reduce(0) { $0 + size($1) }) / 2)
        case ("BatchGetItem", _, .object(let tables)?, _):
            let items = tables.values.flatMap { table -> [AnyJSON] in
                if case .array(let items) = table { items } else { [] }
            }
            return Reading(operation: name, units: items.reduce(0) { $0 + units(size($1)) / 2 })
        case ("GetItem", _, _, let item): return Reading(operation: name, units: units(item.map(size) ?? 0))
        default: return nil
        }
    }

    private static func units(_ bytes: Int) -> Double {
        max(1, Double((bytes + 4_095) / 4_096))
    }

    // MARK: Sizes (Developer Guide, "DynamoDB item sizes and formats")

    private static func size(_ item: AnyJSON) -> Int {
        guard case .object(let attributes) = item else { return 0 }
        return attributes.reduce(0) { $0 + $1.key.utf8.count + valueSize($1.value) }
    }

    private static func valueSize(_ value: AnyJSON) -> Int {
        guard case .object(let typed) = value, let (type, content) = typed.first else { return 0 }
        switch (type, content) {
        case ("S", .string(let text)): return text.utf8.count
        case ("N", .string(let text)): return 2 + text.utf8.count / 2
        case ("B", .string(let text)): return text.utf8.count * 3 / 4
        case ("M", .object(let members)):
            return 3 + members.reduce(0) { $0 + 1 + $1.key.utf8.count + valueSize($1.value) }
        default: return 1
        }
    }
}
