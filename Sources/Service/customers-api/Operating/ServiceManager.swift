import Glibc
import ServiceLifecycle

/// Tells the service manager how the server is doing (sd_notify(3)), where it wants to know.
struct ServiceManager: Sendable {
    /// Of a socket for datagrams: a path, or an abstract name behind `@`; `nil` when nobody listens.
    private let address: String?

    init(environment: [String: String]) {
        address = environment["NOTIFY_SOCKET"].flatMap { $0.hasPrefix("/") || $0.hasPrefix("@") ? $0 : nil }
    }

    enum State: String {
        /// It answers requests.
        case ready = "READY=1"
        /// It was told to end, and answers those that are under way.
        case stopping = "STOPPING=1"
    }

    /// What nobody takes is lost: a server does not wait for those who watch it.
    func tell(_ state: State) {
        guard let address else { return }
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        let text = Array(state.rawValue.utf8)
        withSocketAddress(address) { target, length in
            _ = sendto(descriptor, text, text.count, Int32(MSG_NOSIGNAL), target, length)
        }
    }

    /// unix(7): an abstract name begins with NUL and ends with the address's length.
    private func withSocketAddress(_ name: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Void) {
        var target = sockaddr_un()
        target.sun_family = sa_family_t(AF_UNIX)
        var bytes = Array(name.utf8)
        guard bytes.count < MemoryLayout.size(ofValue: target.sun_path) else { return }
        if name.hasPrefix("@") { bytes[0] = 0 }
        withUnsafeMutableBytes(of: &target.sun_path) { $0.copyBytes(from: bytes) }
        let length = MemoryLayout<sockaddr_un>.offset(of: \.sun_path).map { $0 + bytes.count } ?? 0
        withUnsafePointer(to: &target) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(length)) }
        }
    }
}

/// Tells it of the end when that begins: services end in the opposite order, so this one stands last.
struct StoppingNotice: Service {
    let manager: ServiceManager

    func run() async throws {
        try? await gracefulShutdown()
        manager.tell(.stopping)
    }
}
