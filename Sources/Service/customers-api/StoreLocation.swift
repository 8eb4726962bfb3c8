import ArgumentParser

/// Where customers are kept.
enum StoreLocation: ExpressibleByArgument, CustomStringConvertible {
    case sqlite(path: String)
    case dynamoDB(table: String)

    init?(argument: String) {
        let halves = argument.split(separator: ":", maxSplits: 1).map(String.init)
        guard halves.count == 2 else { return nil }
        switch halves[0] {
        case "sqlite": self = .sqlite(path: halves[1])
        case "dynamodb": self = .dynamoDB(table: halves[1])
        default: return nil
        }
    }

    var description: String {
        switch self {
        case .sqlite(let path): "sqlite:\(path)"
        case .dynamoDB(let table): "dynamodb:\(table)"
        }
    }
}
