import Foundation
import NIOSSL
import TestSupport
import Testing

@testable import TLSPolicy

@Suite("The authorities that a host trusts")
struct TrustStoreTests {
    private func make(_ paths: String..., in root: String, bytes: String = "x") throws {
        for path in paths {
            let url = URL(filePath: root + path)
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(bytes.utf8).write(to: url)
        }
    }

    @Test(
        "They are found where each family of systems keeps them",
        arguments: [
            "/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/ca-bundle.pem",
            "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem", "/etc/ssl/cert.pem",
        ])
    func families(_ path: String) async throws {
        try await withTemporaryFolder { root in
            #expect(TrustStore(below: root).path == nil)
            try make(path, in: root)
            #expect(TrustStore(below: root).path == root + path)
        }
    }

    @Test("The first that can be read counts: no folder, no empty file, no link to nothing")
    func unusable() async throws {
        try await withTemporaryFolder { root in
            try make("/etc/ssl/certs/ca-certificates.crt", in: root, bytes: "")
            try make("/etc/pki/tls/certs/ca-bundle.crt/README", "/etc/ssl/cert.pem", in: root)
            try FileManager.default.createSymbolicLink(
                atPath: root + "/etc/ssl/ca-bundle.pem", withDestinationPath: "/nonexistent")
            #expect(TrustStore(below: root).path == root + "/etc/ssl/cert.pem")
            try make("/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem", in: root)
            #expect(TrustStore(below: root).path == root + "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem")
        }
    }

    @Test("Where there is no such file, the folder of single ones counts")
    func folder() async throws {
        try await withTemporaryFolder { root in
            try make("/etc/ssl/certs/2f4e1b0c.0", in: root)
            #expect(TrustStore(below: root).path == root + "/etc/ssl/certs")
        }
    }

    @Test("A client can be made with what this host trusts")
    func usable() throws {
        #expect(throws: Never.self) { try NIOSSLContext(configuration: .client()) }
    }
}
