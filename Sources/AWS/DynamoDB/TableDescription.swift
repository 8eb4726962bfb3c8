import JSON

/// What a table is like, as far as the store depends on it.
package struct TableDescription: Hashable, Sendable {
    /// A UUID; a table that was restored or created again has another.
    package let id: String
    /// Whether it can be used; it can while it is being changed.
    package let isActive: Bool
    package let key: Key
    /// Those that can be queried; one that is being made is not among them.
    package let indexes: [String: Key]
    /// The attributes that an index carries besides the keys; `nil` for one that carries all of them.
    package let carried: [String: Set<String>?]

    /// The names of the key's attributes.
    package struct Key: Hashable, Sendable {
        package let partition: String
        package let sort: String?

        package init(_ partition: String, _ sort: String? = nil) {
            self.partition = partition
            self.sort = sort
        }
    }

    init?(_ json: JSONValue) {
        guard let key = Key(json["KeySchema"]) else { return nil }
        id = json["TableId"]?.text ?? ""
        self.key = key
        isActive = json["TableStatus"]?.text.map { $0 == "ACTIVE" || $0 == "UPDATING" } ?? false
        var indexes: [String: Key] = [:]
        var carried: [String: Set<String>?] = [:]
        for index in json["GlobalSecondaryIndexes"]?.array ?? [] where index["IndexStatus"]?.text != "CREATING" {
            guard let name = index["IndexName"]?.text else { continue }
            indexes[name] = Key(index["KeySchema"])
            carried[name] = .some(Self.carried(index["Projection"]))
        }
        (self.indexes, self.carried) = (indexes, carried)
    }
}

extension TableDescription {
    private static func carried(_ projection: JSONValue?) -> Set<String>? {
        guard let projection, projection["ProjectionType"]?.text != "ALL" else { return nil }
        return Set(projection["NonKeyAttributes"]?.array?.compactMap(\.text) ?? [])
    }

    /// Those of some attributes that an index does not carry, in their order.
    package func missing(_ attributes: [String], in index: String) -> [String] {
        guard case .some(.some(let carried)) = carried[index] else { return [] }
        return attributes.filter { !carried.contains($0) }
    }
}

extension TableDescription.Key {
    fileprivate init?(_ schema: JSONValue?) {
        func name(_ type: String) -> String? {
            schema?.array?.first { $0["KeyType"]?.text == type }?["AttributeName"]?.text
        }
        guard let partition = name("HASH") else { return nil }
        self.init(partition, name("RANGE"))
    }
}
