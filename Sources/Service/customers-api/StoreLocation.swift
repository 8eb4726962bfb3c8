import ArgumentParser
import DynamoDBStore

/// Where customers are kept.
enum StoreLocation: CustomStringConvertible {
    case sqlite(path: String)
    case dynamoDB(table: String)

    /// - Throws: what is wrong with an argument.
    @Sendable
    static func parse(_ argument: String) throws -> StoreLocation {
        let halves = argument.split(separator: ":", maxSplits: 1).map(String.init)
        switch (halves.first, halves.count) {
        case ("sqlite", 2): return .sqlite(path: fileName(halves[1]))
        case ("dynamodb", 2):
            guard DynamoDBCustomerStore.isTableName(halves[1]) else {
                throw ValidationError("a table's name has 3 to 255 letters, digits, '_', '-' and '.'.")
            }
            return .dynamoDB(table: halves[1])
        default: throw ValidationError("give sqlite:PATH or dynamodb:TABLE.")
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
