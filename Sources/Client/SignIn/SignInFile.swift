import Disks
import Files
import SystemPackage

/// Where a sign-in is kept: a file of this user alone in a folder that is gone at logout.
package struct SignInFile: Sendable {
    package let path: String
    private let folder: String

    private static let maximumBytes = 64 * 1024
    /// How long another process may be busy with it: it may wait for the issuer meanwhile.
    private static let (attempts, pause) = (600, Duration.milliseconds(50))

    /// - Parameter folder: the profile's, made when something is kept.
    package init(folder: String) {
        self.folder = folder
        path = folder + "/sign-in.json"
    }

    /// `nil` when there is none for these terms; what others can read or have made is none.
    func read(for terms: SignInTerms) throws(SignInFailure) -> SignedIn? {
        do throws(FileRefusal) {
            let bytes = try TrustedFile.read(path, .secret(links: .refused), limitBytes: Self.maximumBytes)
            return SignedIn(file: bytes, for: terms)
        } catch {
            switch error {
            case .system(.noSuchFileOrDirectory), .notAFile, .link, .foreign, .exposed, .tooLarge: return nil
            case .system: throw .storage(path: path, reason: error.reason)
            }
        }
    }

    /// Replaces it at once: a reader sees the old one or the new one.
    func write(_ signedIn: SignedIn, for terms: SignInTerms) throws(SignInFailure) {
        do throws(Errno) {
            try ReplacedFile.write(signedIn.file(for: terms), to: path)
        } catch {
            throw .storage(path: path, reason: error.description)
        }
    }

    /// - Returns: whether there was one.
    func remove() throws(SignInFailure) -> Bool {
        do throws(Errno) {
            try SystemDisk().unlink(path)
            return true
        } catch {
            guard error == .noSuchFileOrDirectory else { throw .storage(path: path, reason: error.description) }
            return false
        }
    }

    /// Performs `body` while no other process does, so that a refresh token is used once.
    func locked<Value>(_ body: () async throws(SignInFailure) -> Value) async throws(SignInFailure) -> Value {
        do throws(FileFailure) {
            try SystemDisk().makeDirectories(folder)
        } catch {
            throw .storage(path: error.path, reason: error.code.description)
        }
        let lock = try await lock()
        defer { withExtendedLifetime(lock) {} }
        return try await body()
    }

    private func lock() async throws(SignInFailure) -> LockedFile {
        for _ in 0..<Self.attempts {
            do throws(LockedFile.Failure) {
                return try LockedFile(path + ".lock")
            } catch {
                guard error == .held else { throw .storage(path: path + ".lock", reason: error.code.description) }
            }
            do { try await Task.sleep(for: Self.pause) } catch { throw .cancelled }
        }
        throw .busy
    }
}
