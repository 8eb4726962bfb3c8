import FoundationEssentials
import Glibc
import HTTP
import NIOCore
import TestSupport
import Testing
import Wire

@testable import APIClient
@testable import Transports

@Suite("Who listens on this machine")
struct ListenerTests {
    /// A listener of user 1000 on one address, of 0 on every address of port 9090; a connection that 1000 has accepted, and
    /// one that nobody has.
    private static let table = """
          sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
           0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 11 1 0 100 0 0 10 0
           1: 00000000:2382 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 12 1 0 100 0 0 10 0
           2: 0100007F:1F90 0100007F:C001 01 00000000:00000000 00:00000000 00000000   777        0 13 1 0 20 4 0 10 -1
           3: 0100007F:1F90 0100007F:C002 01 00000000:00000000 00:00000000 00000000     0        0 0 1 0 20 4 0 10 -1
           4: 0000000000000000FFFF00000100007F:1F91 0000000000000000FFFF00000100007F:C003 01 00000000:00000000 \
        00:00000000 00000000  42 0 14 1
           5: 00000000000000000000000000000000:1F92 00000000000000000000000000000000:0000 0A 00000000:00000000 \
        00:00000000 00000000  43 0 15 1
           6: 00000000000000000000000001000000:1F93 00000000000000000000000000000000:0000 0A 00000000:00000000 \
        00:00000000 00000000  44 0 16 1
        """

    @Test(
        "Who has accepted a connection has it, else the one who listens; a connection that waits says nothing of its user",
        arguments: [
            ("127.0.0.1", 8_080, 0xC001, [777] as [UInt32]), ("127.0.0.1", 8_080, 0xC002, [1_000]),
            ("127.0.0.1", 8_080, 0xC009, [1_000]), ("127.0.0.1", 9_090, 1, [0]), ("127.0.0.1", 8_081, 0xC003, [42]),
            ("127.0.0.1", 8_082, 1, [43]), ("::1", 8_082, 1, [43]), ("::1", 8_083, 1, [44]), ("::1", 8_080, 1, []),
            ("127.0.0.1", 1, 1, []), ("127.0.0.2", 8_080, 1, []),
        ])
    func table(_ host: String, _ port: Int, _ clientPort: Int, _ users: [UInt32]) throws {
        let server = try SocketAddress(ipAddress: host, port: port)
        let client = try SocketAddress(ipAddress: host, port: clientPort)
        #expect(SocketTable(Self.table).users(at: server, from: client) == Set(users))
    }

    @Test("Lines that are none of the table's are passed over")
    func nonsense() throws {
        let address = try SocketAddress(ipAddress: "127.0.0.1", port: 1)
        #expect(SocketTable("\u{1B}[31m\n0: 1 2 3\n").users(at: address, from: address) == [])
    }

    @Test("A listener of one's own is trusted, and a stranger is told nothing at all", arguments: [true, false])
    func stranger(_ isTrusted: Bool) async throws {
        // More sockets than one page of the system's table has.
        let crowd = try (0..<60).map { _ in try MisbehavingServer(.hang) }
        defer { withExtendedLifetime(crowd) {} }
        let users: Set<UInt32> = isTrusted ? [geteuid()] : [geteuid() + 1]
        let bench = try Bench(MisbehavingServer(emptyPage), token: .value(secret), .init(listenerUsers: users))
        let failure = await bench.failure(of: .page)
        guard !isTrusted else {
            #expect(failure == nil)
            return
        }
        let address = "http://127.0.0.1:\(bench.server.port)"
        #expect(
            failure
                == .unreachable(.init(.foreignListener(address: address, user: geteuid()), mayHaveArrived: false)))
        #expect(failure?.message.contains("server_user") == true)
        #expect(bench.server.requests.isEmpty)
    }

    @Test("A socket that is not there is one that cannot be reached, and nothing can have arrived")
    func missingSocket() async throws {
        try await withTemporaryFolder { folder in
            for path in [folder + "/api.sock", folder + "/none/api.sock"] {
                let transport = HTTPTransport(try #require(ServerAddress(socket: path)))
                let client = CustomerClient(transport: transport, retries: RetryPolicy(maximumRetries: 0))
                guard case .failure(let failure) = await client.result(of: WriteCall.bareWrite) else {
                    Issue.record("somebody answered")
                    return
                }
                await transport.shutDown()
                #expect(failure.message.hasPrefix("The API cannot be reached (its socket is not there"))
                #expect(!failure.mayHaveArrived && !failure.message.contains("https"), "\(failure.message)")
            }
        }
    }

    @Test("A socket that is not for this user is said to be its owner's and group's, and nothing can have arrived")
    func closedSocket() {
        let failure = APIFailure.unreachable(TransportFailure(IOError(errnoCode: EACCES, reason: "connect"), .init()))
        #expect(failure.message.contains("it is for its owner and group"), "\(failure.message)")
        #expect(failure.isOfOtherUsers && !failure.mayHaveArrived)
    }
}
