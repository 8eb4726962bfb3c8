import Glibc

/// Where a host keeps the authorities that it trusts.
package struct TrustStore: Hashable, Sendable {
    /// All authorities in one file (PEM), or a folder of them under names that are looked up by hash (openssl-rehash(1));
    /// `nil` when the host has neither where a family of systems keeps it.
    package let path: String?

    /// This host's.
    package static let host = TrustStore(below: "")

    /// The first file of these that can be read is the host's.
    private static let bundles = [
        "/etc/ssl/certs/ca-certificates.crt",  // Debian, Ubuntu, Arch, Alpine
        "/etc/pki/tls/certs/ca-bundle.crt",  // Fedora, RHEL, Amazon Linux
        "/etc/ssl/ca-bundle.pem",  // SUSE
        "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",  // RHEL 7 and later
        "/etc/ssl/cert.pem",  // Alpine
    ]

    private static let folder = "/etc/ssl/certs"

    /// - Parameter root: the folder in which a system is looked for; empty for the running one.
    package init(below root: String) {
        path =
            Self.bundles.map { root + $0 }.first { Self.isReadable($0, S_IFREG) }
            ?? (Self.isReadable(root + Self.folder, S_IFDIR) ? root + Self.folder : nil)
    }

    private static func isReadable(_ path: String, _ kind: mode_t) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == kind && status.st_size > 0
            && access(path, R_OK) == 0
    }
}
