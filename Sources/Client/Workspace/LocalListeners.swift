import Domain
import Glibc
import HTTP
import Settings
import Wording

/// Which users of this machine may listen where the API is asked.
enum LocalListeners {
    /// Oneself, root and the profile's `server_user` on a Unix socket, and on loopback where a credential goes there; `nil`
    /// for everybody, as on other machines, where TLS says who it is.
    static func users(for server: ServerAddress, _ settings: ClientSettings) throws(CommandFailure) -> Set<UInt32>? {
        guard server.socketPath != nil || server.isLoopback && settings.authentication != .none else { return nil }
        guard let name = settings.serverUser else { return [0, geteuid()] }
        guard let user = number(of: name) else {
            throw CommandFailure(
                .configuration, "\(settings.origins.serverUser.text): server_user: this machine has no user \(name).")
        }
        return [0, geteuid(), user]
    }

    private static func number(of name: String) -> UInt32? {
        if let number = UInt32(name) { return number }
        return getpwnam(name).map(\.pointee.pw_uid)
    }
}
