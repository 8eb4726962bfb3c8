/// The parameters of a query string, in order (`application/x-www-form-urlencoded`: `+` is a space).
package struct Query: Hashable, Sendable {
    package private(set) var items: [Item] = []

    package struct Item: Hashable, Sendable {
        package let name: String
        package let value: String
    }

    package init() {}

    /// Reads what stands after `?`.
    ///
    /// - Throws: ``MalformedQuery`` for a percent sign without two hexadecimal digits, or bytes that are not UTF-8.
    package init(parsing text: some StringProtocol) throws(MalformedQuery) {
        for pair in text.utf8.split(separator: UInt8(ascii: "&")) {
            let halves = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = PercentEncoding.decoded(halves[0], plusIsSpace: true),
                let value = PercentEncoding.decoded(
                    halves.count > 1 ? halves[1] : halves[0].prefix(0), plusIsSpace: true)
            else { throw MalformedQuery() }
            items.append(Item(name: name, value: value))
        }
    }

    package mutating func add(_ name: String, _ value: String) {
        items.append(Item(name: name, value: value))
    }

    /// Every value given under `name`, in order.
    package func values(_ name: String) -> [String] {
        items.filter { $0.name == name }.map(\.value)
    }

    /// `a=1&b=x%20y`, every byte that is not unreserved percent-encoded.
    package var text: String {
        items.map { PercentEncoding.encoded($0.name) + "=" + PercentEncoding.encoded($0.value) }.joined(separator: "&")
    }
}

/// A query string that cannot be decoded.
package struct MalformedQuery: Error, Hashable, Sendable {}
