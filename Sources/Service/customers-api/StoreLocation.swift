import ArgumentParser
import DynamoDBStore

/// Where customers are kept.
enum StoreLocation: ExpressibleByArgument, CustomStringConvertible {
    case sqlite(path: String)
    case dynamoDB(table: String)

    init?(argument: String) {
        let halves = argument.split(separator: ":", maxSplits: 1).map(String.init)
        guard halves.count == 2 else { return nil }
        switch halves[0] {
        case "sqlite": self = .sqlite(path: Self.fileName(halves[1]))
        case "dynamodb":
            guard DynamoDBCustomerStore.isTableName(halves[1]) else { return nil }
            self = .dynamoDB(table: halves[1])
        default: return nil
        }
    }

    /// SQLite takes `:memory:` and `file:…` for no file of that name (sqlite.org/c3ref/open.html).
    private static func fileName(_ path: String) -> String {
        path.hasPrefix(":") || path.hasPrefix("file:") ? "./" + path : path
    }

    var description: String {
        switch self {
        case .sqlite(let path): "sqlite:\(path)"
        case .dynamoDB(let table): "dynamodb:\(table)"
        }
    }
}
