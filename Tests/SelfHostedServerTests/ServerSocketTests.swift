import Domain
import Files
import Foundation
import TestSupport
import Testing

@testable import customers_api

@Suite("A server's Unix socket")
struct ServerSocketTests {
    /// A socket as a server binds it, under a name; it listens until it is closed.
    private func listen(_ path: String) throws -> CInt {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let status = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        try #require(status == 0 && Foundation.listen(descriptor, 1) == 0, "\(String(cString: strerror(errno)))")
        return descriptor
    }

    /// A server's socket that is open, and its descriptor.
    private func open(_ path: String, mode: UInt32 = 0o660) throws -> (ServerSocket, CInt) {
        let socket = ServerSocket(path: path, mode: mode)
        try socket.prepare()
        let descriptor = try listen(socket.boundPath)
        socket.open()
        return (socket, descriptor)
    }

    private func names(_ folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    }

    @Test("It has its mode when it is open, and is gone when it is removed, with the lock beside it")
    func opened() async throws {
        try await withTemporaryFolder { folder in
            let (socket, descriptor) = try open(folder + "/s")
            let mode = try FileManager.default.attributesOfItem(atPath: folder + "/s")[.posixPermissions] as? Int
            #expect(mode == 0o660)
            #expect(try names(folder) == ["s"])
            close(descriptor)
            socket.remove()
            socket.remove()
            #expect(try names(folder) == [])
        }
    }

    @Test("What a killed server has left is replaced; what somebody listens on is not, who is named")
    func taken() async throws {
        try await withTemporaryFolder { folder in
            let path = folder + "/s"
            let (_, left) = try open(path)
            let failure = #expect(throws: StartFailure.self) { try ServerSocket(path: path, mode: 0o600).prepare() }
            #expect(failure?.status == .unavailable)
            #expect(failure?.message.contains("another server listens on \(path) (process \(getpid()))") == true)
            close(left)
            let (next, descriptor) = try open(path)
            close(descriptor)
            next.remove()
            #expect(try names(folder) == [])
        }
    }

    @Test("A server that ends leaves the socket of the next one, which has taken its place meanwhile")
    func successor() async throws {
        try await withTemporaryFolder { folder in
            let path = folder + "/s"
            let (first, descriptor) = try open(path)
            // It takes no more connections, and answers those that it has.
            close(descriptor)
            let (second, other) = try open(path)
            first.remove()
            #expect(try names(folder) == ["s"])
            close(other)
            second.remove()
            #expect(try names(folder) == [])
        }
    }

    @Test("A lock that another program keeps is waited for a moment, and named")
    func locked() async throws {
        try await withTemporaryFolder { folder in
            let lock = try LockedFile(folder + "/s-socket-lock")
            let failure = #expect(throws: StartFailure.self) {
                try ServerSocket(path: folder + "/s", mode: 0o600).prepare()
            }
            #expect(failure?.status == .unavailable && failure?.message.contains("/s-socket-lock") == true)
            lock.remove()
        }
    }

    @Test("While another server makes its own there, it is left to that one")
    func beingMade() async throws {
        try await withTemporaryFolder { folder in
            let path = folder + "/s"
            let (first, descriptor) = try open(path)
            close(descriptor)
            let second = ServerSocket(path: path, mode: 0o600)
            try second.prepare()
            let other = try listen(second.boundPath)
            first.remove()
            second.open()
            #expect(try names(folder) == ["s"])
            close(other)
            second.remove()
        }
    }

    @Test(
        "A file, a link, a pipe and a directory are no sockets and stay; a name has to fit, and its directory to be there"
    )
    func refused() async throws {
        try await withTemporaryFolder { folder in
            try Data("mine".utf8).write(to: URL(filePath: folder + "/file"))
            try FileManager.default.createSymbolicLink(atPath: folder + "/link", withDestinationPath: folder + "/s")
            #expect(mkfifo(folder + "/pipe", 0o600) == 0)
            try FileManager.default.createDirectory(atPath: folder + "/folder", withIntermediateDirectories: false)
            let before = try names(folder)
            for (name, status) in [
                ("file", ExitStatus.cannotCreate), ("link", .cannotCreate), ("pipe", .cannotCreate),
                ("folder", .cannotCreate), ("none/s", .cannotCreate), (String(repeating: "s", count: 108), .usage),
            ] {
                let failure = #expect(throws: StartFailure.self) {
                    try ServerSocket(path: "\(folder)/\(name)", mode: 0o600).prepare()
                }
                #expect(failure?.status == status, "\(name)")
            }
            #expect(try names(folder) == before)
        }
    }
}
