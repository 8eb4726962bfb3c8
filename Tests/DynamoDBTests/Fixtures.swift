import DynamoDB
import HTTP
import Signing
import Synchronization
import TestSupport
import Transports

let table = "customers-table-test"
let ann: Item = ["customer_id": "a", "name": "Ann"]
let annKey: Item = ["customer_id": "a"]

/// What DynamoDB says of Ann.
let annFound = Misbehaviour.dynamoDB(#"{"Item":{"customer_id":{"S":"a"},"name":{"S":"Ann"}}}"#)

extension Misbehaviour {
    /// An answer with the right checksum.
    static func dynamoDB(_ body: String, status: Int = 200) -> Misbehaviour {
        .answer(
            status, ["Content-Type": "application/x-amz-json-1.0", "x-amz-crc32": "\(zlib(Array(body.utf8)))"],
            body: body)
    }

    /// - Parameter members: besides the type.
    static func error(_ type: String, status: Int = 400, _ members: String = "") -> Misbehaviour {
        let name = "com.amazonaws.dynamodb.v20120810#" + type
        return dynamoDB(#"{"__type":"\#(name)","message":"because"\#(members)}"#, status: status)
    }

    /// Computed bit by bit, so that the client's table has something to be compared with.
    private static func zlib(_ bytes: [UInt8]) -> UInt32 {
        var value: UInt32 = ~0
        for byte in bytes {
            value ^= UInt32(byte)
            for _ in 0..<8 { value = value >> 1 ^ (value & 1 == 1 ? 0xEDB8_8320 : 0) }
        }
        return ~value
    }
}

extension DynamoDBClient.Limits {
    /// However slow the machine is that the tests run on.
    static let patient = DynamoDBClient.Limits(attempt: .seconds(60), operation: .seconds(300))
}

/// A client of a server that answers as a script says.
struct ClientFixture: Sendable {
    let server: MisbehavingServer
    let transport: HTTPTransport
    let client: DynamoDBClient
    let calls = Calls()

    final class Calls: Sendable {
        private let kept = Mutex<[DynamoDBCall]>([])

        var all: [DynamoDBCall] { kept.withLock { $0 } }

        func add(_ call: DynamoDBCall) { kept.withLock { $0.append(call) } }
    }

    init(
        _ server: MisbehavingServer, limits: DynamoDBClient.Limits = .patient, path: String = "",
        keys: any AccessKeySource = AccessKey(id: "AKID", secret: "s3cret")
    ) throws {
        self.server = server
        let endpoint = try DynamoDBEndpoint(
            region: "eu-central-1", environment: ["AWS_ENDPOINT_URL": server.url + path])
        transport = HTTPTransport(endpoint.server)
        client = DynamoDBClient(endpoint, transport: transport, keys: keys, limits: limits) { [calls] call in
            calls.add(call)
        }
    }

    /// Runs `body` and closes the client's connections after it.
    func run<Value>(_ body: (DynamoDBClient) async throws -> Value) async throws -> Value {
        do {
            let value = try await body(client)
            await transport.shutDown()
            return value
        } catch {
            await transport.shutDown()
            throw error
        }
    }

    /// The failure that asking for Ann ends with; `nil` when she is found.
    func failure() async throws -> DynamoDBFailure? {
        try await run { client in
            do throws(DynamoDBFailure) {
                _ = try await client.item(annKey, of: table)
                return nil
            } catch {
                return error
            }
        }
    }
}
