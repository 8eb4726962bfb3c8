import Glibc

/// A port of the loopback interface that nobody has, for a server that is to come back under the same address.
package enum FreePort {
    package static func take() throws -> Int {
        let (descriptor, port) = try Socket.listening()
        close(descriptor)
        return port
    }
}
