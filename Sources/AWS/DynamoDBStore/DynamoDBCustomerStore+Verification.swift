import CustomerAPI
import DynamoDB
package import Signing

extension DynamoDBCustomerStore {
    /// What a table is opened for.
    package enum Use: Sendable {
        case serving
        /// Its records are read from the table itself, so that its indexes need not carry all of them.
        case copyingFrom
    }

    /// Sees to it that the table is there and is laid out as the store needs it; the connection and the keys are warm then.
    package func verify(for use: Use = .serving) async throws(DynamoDBStoreFailure) {
        let description: TableDescription
        do throws(DynamoDBFailure) {
            description = try await identity.description()
        } catch {
            throw DynamoDBStoreFailure(error, table: table)
        }
        guard description.isActive else { throw .notActive(table: table) }
        guard description.key == TableLayout.key else { throw .wrongKey(of: table) }
        for (name, key) in TableLayout.indexes.sorted(by: { $0.key < $1.key }) {
            guard let found = description.indexes[name] else { throw .noIndex(name, table: table) }
            guard found == key else { throw .wrongKey(of: "\(table), index \(name)") }
            guard use == .serving else { continue }
            let missing = description.missing(TableLayout.projections[name] ?? [], in: name)
            guard missing.isEmpty else { throw .incompleteIndex(name, lacks: missing, table: table) }
        }
    }
}

/// Why a table cannot be used.
package enum DynamoDBStoreFailure: Error, Hashable, Sendable {
    case noTable(String)
    case noIndex(String, table: String)
    /// The table's or an index's key is another.
    case wrongKey(of: String)
    /// An index does not carry all that lists, searches and the change feed are to show.
    case incompleteIndex(String, lacks: [String], table: String)
    case notActive(table: String)
    case credentials(AccessKeyFailure)
    /// The key is not known, or no longer good.
    case keyRefused(type: String)
    case forbidden(message: String)
    case throttled(table: String)
    case unreachable(detail: String)
    case other(detail: String)

    init(_ failure: DynamoDBFailure, table: String) {
        switch failure {
        case .credentials(let failure): self = .credentials(failure)
        case .throttled: self = .throttled(table: table)
        case .unavailable(let detail): self = .unreachable(detail: detail)
        case .abandoned: self = .unreachable(detail: "given up")
        case .refused("ResourceNotFoundException", _): self = .noTable(table)
        case .refused("AccessDeniedException", let message): self = .forbidden(message: message)
        case .refused(let type, _) where Self.keyRefusals.contains(type): self = .keyRefused(type: type)
        case .refused(let type, let message): self = .other(detail: StoreFailure.detail(type, message, table: table))
        case .conditionFailed, .cancelled, .conflict: self = .other(detail: "DynamoDB answered another question.")
        }
    }

    private static let keyRefusals: Set<String> = [
        "UnrecognizedClientException", "InvalidSignatureException", "ExpiredTokenException",
        "MissingAuthenticationTokenException", "IncompleteSignatureException", "InvalidClientTokenId",
    ]
}

extension DynamoDBStoreFailure {
    /// The cause and the next step, naming the setting.
    ///
    /// - Parameter region: the one that was asked, unless the reader knows it from an earlier message.
    package func message(region: String? = nil) -> String {
        let place = region.map { " in \($0)" } ?? ""
        return switch self {
        case .noTable(let table):
            "There is no table \(table)\(place): check its name (DYNAMODB_TABLE_NAME or --store) and AWS_REGION, or deploy the "
                + "stack first."
        case .noIndex(let index, let table):
            "The table \(table) has no index \(index), or it is still being made: update the stack, or wait."
        case .wrongKey(let place):
            "The key of \(place) is not the one that customers are kept under: is this another program's table?"
        case .incompleteIndex(let index, let lacks, let table):
            "The index \(index) of the table \(table) does not carry \(lacks.joined(separator: ", ")), as an earlier version "
                + "made it, and cannot be changed: deploy a new stack, and fill its table with customers-api copy."
        case .notActive(let table): "The table \(table) is being made or deleted: wait, and try again."
        case .credentials(let failure): failure.message
        case .keyRefused(let type):
            "DynamoDB does not accept the AWS credentials (\(type)): check AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and "
                + "AWS_SESSION_TOKEN, or AWS_PROFILE, and this machine's clock."
        case .forbidden(let message): "The AWS credentials lack a permission: \(message)"
        case .throttled(let table): "DynamoDB has no capacity left for the table \(table) or this account: try again."
        case .unreachable(let detail):
            "DynamoDB\(place) cannot be reached (\(detail)): check the network, AWS_REGION and AWS_ENDPOINT_URL."
        case .other(let detail): detail
        }
    }
}
