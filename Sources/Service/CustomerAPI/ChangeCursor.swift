package import Domain
package import Wire

/// A place in what names nobody, such as the change feed, as clients carry it: opaque, and checked.
///
/// Base64url of eight bytes of checksum and the position. The checksum also covers what the position belongs to, so a cursor
/// that was cut, altered or made for something else does not open. It is not a secret, and names nobody: a store checks a
/// position that it did not make, as it checks all of its input.
package enum ChangeCursor {
    private static let checksumBytes = 8

    /// What a place is in; its name is part of the checksum.
    package enum Scope: Hashable, Sendable {
        case changes
        case erasures
        case trash
        case timeline(CustomerID)

        fileprivate var name: String {
            switch self {
            case .changes: "changes"
            case .erasures: "erasures"
            case .trash: "trash"
            case .timeline(let id): "timeline \(id.text)"
            }
        }
    }

    package static func encoded(_ position: StorePosition, in scope: Scope = .changes) -> String {
        Base64URL.encoded(checksum(position.bytes, scope) + position.bytes)
    }

    /// The position inside.
    ///
    /// - Throws: the problem `bad-cursor`.
    package static func decoded(_ text: String, in scope: Scope = .changes) throws(Problem) -> StorePosition {
        guard let bytes = Base64URL.decoded(text), bytes.count >= checksumBytes else { throw .badCursor }
        let position = Array(bytes.dropFirst(checksumBytes))
        guard bytes.starts(with: checksum(position, scope)) else { throw .badCursor }
        return StorePosition(position)
    }

    private static func checksum(_ position: [UInt8], _ scope: Scope) -> [UInt8] {
        var digest = Digest()
        digest.add(scope.name)
        digest.add(position)
        return Array(digest.bytes().prefix(checksumBytes))
    }
}
