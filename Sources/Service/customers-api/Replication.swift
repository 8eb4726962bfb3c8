import ArgumentParser

/// Whether clients may keep a copy of the whole directory.
enum Replication: EnumerableFlag {
    case allowed
    case refused

    static func name(for value: Replication) -> NameSpecification {
        switch value {
        case .allowed: .customLong("allow-replication")
        case .refused: .customLong("no-replication")
        }
    }
}
