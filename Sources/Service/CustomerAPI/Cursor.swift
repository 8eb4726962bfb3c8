import Domain
package import Wire

/// A store's position as clients carry it: opaque, checked, and good for one query only.
///
/// Base64url of eight bytes of checksum and the position. The checksum covers what the position belongs to, so a cursor
/// that was cut, altered or used with another sort or search does not open. It is not a secret: a store checks a position
/// that it did not make, as it checks all of its input.
package struct Cursor: Hashable, Sendable {
    private let scope: [String]

    private static let checksumBytes = 8

    package init(for listing: StoreListing) {
        switch listing {
        case .directory(let sort): scope = ["directory", sort.rawValue]
        case .search(let term):
            switch term {
            case .words(let words): scope = ["words"] + words
            case .phoneEnding(let digits): scope = ["phone", digits]
            }
        }
    }

    /// For the change feed.
    package init() {
        scope = ["changes"]
    }

    package func encoded(_ position: StorePosition) -> String {
        Base64URL.encoded(checksum(position.bytes) + position.bytes)
    }

    /// The position inside; `nil` without a cursor.
    ///
    /// - Throws: the problem `bad-cursor`.
    package func decoded(_ text: String?) throws(Problem) -> StorePosition? {
        guard let text else { return nil }
        guard let bytes = Base64URL.decoded(text), bytes.count >= Self.checksumBytes else { throw .badCursor }
        let position = Array(bytes.dropFirst(Self.checksumBytes))
        guard bytes.starts(with: checksum(position)) else { throw .badCursor }
        return StorePosition(position)
    }

    private func checksum(_ position: [UInt8]) -> [UInt8] {
        var digest = Digest()
        for part in scope { digest.add(part) }
        digest.add(position)
        return Array(digest.bytes().prefix(Self.checksumBytes))
    }
}
