import Domain
import Foundation
import NIOSSL
import TLSPolicy

/// The server's certificate chain and private key.
struct TLSIdentity {
    let configuration: TLSConfiguration

    /// Reads both PEM files and sees to it that they belong together.
    init(certificatePath: String, keyPath: String) throws(StartFailure) {
        let chain = try Self.read(certificatePath, as: "the certificate") { try NIOSSLCertificate.fromPEMBytes($0) }
        let key = try Self.read(keyPath, as: "the private key") { try NIOSSLPrivateKey(bytes: $0, format: .pem) }
        configuration = .server(certificateChain: chain, privateKey: key)
        do {
            _ = try NIOSSLContext(configuration: configuration)
        } catch {
            throw StartFailure(
                .configuration, "the private key \(keyPath) does not belong to the certificate \(certificatePath).")
        }
    }

    private static func read<Value>(
        _ path: String, as role: String, _ parse: ([UInt8]) throws -> Value
    ) throws(StartFailure) -> Value {
        let bytes: [UInt8]
        do {
            bytes = Array(try Data(contentsOf: URL(filePath: path)))
        } catch {
            throw StartFailure(reading: path, as: role, error)
        }
        do {
            return try parse(bytes)
        } catch {
            throw StartFailure(.configuration, "\(role) \(path) is not in PEM format.")
        }
    }
}
