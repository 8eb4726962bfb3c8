import FoundationEssentials
import HTTP
import HTTPTypes
import TestSupport

extension Response {
    /// The lists of items in the body, by name, when it is an object.
    var lists: [String: [[String: [String: AnyJSON]]]]? {
        guard case .object(let members)? = try? JSONDecoder().decode(AnyJSON.self, from: Data(body)) else { return nil }
        return members.compactMapValues(\.items)
    }

    /// Another list under `name`; the body's checksum goes, because it would be wrong.
    mutating func replace(_ name: String, by items: [[String: [String: AnyJSON]]]) {
        guard case .object(var members)? = try? JSONDecoder().decode(AnyJSON.self, from: Data(body)) else { return }
        members[name] = .array(items.map { .object($0.mapValues { .object($0) }) })
        guard let data = try? JSONEncoder().encode(AnyJSON.object(members)) else { return }
        body = Array(data)
        if let checksum = HTTPField.Name("x-amz-crc32") { fields[checksum] = nil }
        fields[.contentLength] = nil
    }
}

extension AnyJSON {
    fileprivate var items: [[String: [String: AnyJSON]]]? {
        guard case .array(let values) = self else { return nil }
        return values.map { value in
            guard case .object(let members) = value else { return [:] }
            return members.mapValues { if case .object(let inner) = $0 { inner } else { [:] } }
        }
    }
}
