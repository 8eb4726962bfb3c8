import Glibc
import NIOCore

/// What `/proc/net/tcp` and `tcp6` say of this machine's sockets (proc_net(5)).
struct SocketTable {
    private let rows: [Row]

    private struct Row {
        /// In the table's own hexadecimal digits.
        let local: Substring
        let remote: Substring
        let isListening: Bool
        let user: UInt32
        /// 0 for a connection that no program has accepted yet, whose user is not told.
        let inode: UInt64
    }

    /// - Parameter text: of the tables, one after the other.
    init(_ text: String) {
        rows = text.split(separator: "\n").compactMap { line in
            let words = line.split(separator: " ")
            guard words.count > 9, let user = UInt32(words[7]), let inode = UInt64(words[9]) else { return nil }
            return Row(local: words[1], remote: words[2], isListening: words[3] == "0A", user: user, inode: inode)
        }
    }

    /// Everybody who may have the other end of a connection: who has accepted it, or else the one who listens there.
    ///
    /// - Parameters:
    ///   - client: this end's address.
    ///   - server: the other's, on this machine.
    /// - Returns: nobody when the tables do not say.
    func users(at server: SocketAddress, from client: SocketAddress) -> Set<UInt32> {
        let (servers, clients) = (server.tableForms, client.tableForms)
        let accepted = rows.filter {
            !$0.isListening && $0.inode != 0 && servers.contains(String($0.local))
                && clients.contains(String($0.remote))
        }
        if !accepted.isEmpty { return Set(accepted.map(\.user)) }
        let listening = servers.union(server.tableForms(ofEveryHost: true))
        return Set(rows.filter { $0.isListening && listening.contains(String($0.local)) }.map(\.user))
    }
}

extension SocketAddress {
    /// As the tables write it; an IPv4 address also as a socket of IPv6 has it.
    fileprivate var tableForms: Set<String> { tableForms(ofEveryHost: false) }

    /// - Parameter isEveryHost: for the address that stands for all of this machine's, with the same port.
    fileprivate func tableForms(ofEveryHost isEveryHost: Bool) -> Set<String> {
        let port = ":" + Self.hexadecimal(UInt32(self.port ?? 0), digits: 4)
        let (words, isIPv6) = addressWords
        if isEveryHost {
            // One of IPv6 takes those of IPv4, too.
            let zeros = String(repeating: "0", count: 32)
            return isIPv6 ? [zeros + port] : [zeros + port, "00000000" + port]
        }
        let host = words.map { Self.hexadecimal($0, digits: 8) }.joined()
        return isIPv6 ? [host + port] : [host + port, "0000000000000000FFFF0000" + host + port]
    }

    /// The address in this machine's words, one or four; none for what is not an address.
    private var addressWords: (words: [UInt32], isIPv6: Bool) {
        let text = ipAddress ?? ""
        let isIPv6 = text.contains(":")
        var words = [UInt32](repeating: 0, count: isIPv6 ? 4 : 1)
        return inet_pton(isIPv6 ? AF_INET6 : AF_INET, text, &words) == 1 ? (words, isIPv6) : ([], isIPv6)
    }

    private static func hexadecimal(_ number: UInt32, digits: Int) -> String {
        let text = String(number, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
    }
}
