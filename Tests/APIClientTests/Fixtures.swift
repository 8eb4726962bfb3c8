import APIClient
import Domain
import HTTP
import Synchronization
import TestSupport
import Transports
import Wire

let anna = """
    {"customer_id":"6fa459ea-ee8a-4ca4-894e-db77e160355e","name":"Anna Smith","email":"anna@example.com","phone":null,\
    "address":null,"registration_date":"2026-01-02T03:04:05.000Z","created_at":"2026-01-02T03:04:05.000Z",\
    "updated_at":"2026-01-02T03:04:05.000Z","version":3,"updated_by":null}
    """
let annaID = CustomerID("6fa459ea-ee8a-4ca4-894e-db77e160355e") ?? .random()
let secret = "s3cret-t0ken"

let isWell = Misbehaviour.json(200, #"{"status":"OK","timestamp":"now","version":"1","replicate":false}"#)
let emptyPage = Misbehaviour.json(200, "[]")
let annaAnswer = Misbehaviour.json(200, anna, ["ETag": "\"3\""])

/// Keeps what was to be waited for, and waits for none of it.
final class Pauses: Sendable {
    private let taken = Mutex<[Duration]>([])

    var all: [Duration] { taken.withLock { $0 } }

    var policy: RetryPolicy {
        RetryPolicy(sleep: { pause in self.taken.withLock { $0.append(pause) } })
    }
}

/// A client of a misbehaving server.
struct Bench {
    let server: MisbehavingServer
    let pauses = Pauses()
    let transport: HTTPTransport
    let client: CustomerClient

    init(
        _ server: MisbehavingServer, scheme: String = "http", token: TokenSource? = nil,
        _ options: HTTPTransport.Options = .init()
    ) throws {
        self.server = server
        let endpoint = try APIEndpoint("\(scheme)://127.0.0.1:\(server.port)", carriesToken: token != nil)
        transport = HTTPTransport(endpoint.server, options)
        client = CustomerClient(
            transport: transport,
            credentials: token.map { .bearer(TokenCache($0), for: endpoint.server.origin) } ?? .none,
            retries: pauses.policy)
    }

    /// Runs `body` and closes the client's connections after it.
    func run(_ body: (CustomerClient) async throws -> Void) async throws {
        do {
            try await body(client)
        } catch {
            await transport.shutDown()
            throw error
        }
        await transport.shutDown()
    }

    /// The failure that a call ends with; `nil` when it succeeds.
    func failure(of call: ReadCall) async -> APIFailure? {
        await failure { await client.result(of: call) }
    }

    /// The failure that a call ends with; `nil` when it succeeds.
    func failure(of call: WriteCall) async -> APIFailure? {
        await failure { await client.result(of: call) }
    }

    private func failure(_ result: () async -> Result<some Sendable, APIFailure>) async -> APIFailure? {
        let result = await result()
        await transport.shutDown()
        guard case .failure(let failure) = result else { return nil }
        return failure
    }
}

extension ReadCall {
    static let page = ReadCall.list(ListQuery())
    static let read = ReadCall.get(annaID, unlessVersion: nil)
}

extension WriteCall {
    /// A deletion that says which write it is.
    static let keyedWrite = WriteCall.delete(annaID, condition: .matches(.versions([3])), idempotencyKey: .random())
    /// A deletion that a repeat could make twice.
    static let bareWrite = WriteCall.delete(annaID, condition: .matches(.versions([3])), idempotencyKey: nil)
}
