import Domain
import Files
import Glibc
import SystemPackage

extension TokenFile {
    private static let role = "the token file"

    /// Reads a file that belongs to this user or root and that nobody else can read.
    ///
    /// - Parameter other: whose it may be besides.
    init(path: String, alsoOf other: UInt32? = nil) throws(StartFailure) {
        let bytes: [UInt8]
        do throws(FileRefusal) {
            bytes = try TrustedFile.read(path, .secret(alsoOf: other), limitBytes: Self.maximumBytes)
        } catch {
            throw StartFailure(error, Self.role, path)
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw StartFailure(.configuration, "\(Self.role) \(path) is not text in UTF-8.")
        }
        do throws(TokenFileFault) {
            try self.init(text: text)
        } catch {
            throw StartFailure(.configuration, error.message(path: path))
        }
    }

    /// Reads a file for a command: root looks after the files of others, such as the server's user.
    static func administered(_ path: String) throws(StartFailure) -> TokenFile {
        try TokenFile(path: path, alsoOf: geteuid() == 0 ? (try? FileStatus(at: path))?.owner : nil)
    }

    /// Of the name of the lock that is beside it while a command changes it.
    static let lockEnding = "-lock"

    /// Changes a file of tokens: one command at a time, and anyone who reads it finds it as it was or as it is then.
    ///
    /// It stays its owner's, and as closed as it was. One that root makes belongs to whom its directory does.
    ///
    /// - Parameter makesOne: whether the file is made where there is none.
    static func changing<Value>(
        _ path: String, makesOne: Bool = false, _ change: (inout TokenFile) throws(StartFailure) -> Value
    ) throws(StartFailure) -> Value {
        let target = try target(path, mayBeMissing: makesOne)
        let owner = geteuid() == 0 ? try TokenFileOwner.owner(of: target) : nil
        let lock: LockedFile
        do throws(LockedFile.Failure) {
            lock = try LockedFile(target + Self.lockEnding, waitingMilliseconds: 3_000)
        } catch {
            guard error == .held else { throw StartFailure(.system(error.code), role, path, for: .writing) }
            throw StartFailure(
                .unavailable, "another program has \(target)\(Self.lockEnding): try again when it has ended.")
        }
        defer { lock.remove() }
        let status = try? FileStatus(at: target)
        var file = status == nil ? TokenFile() : try administered(target)
        let value = try change(&file)
        do throws(Errno) {
            let permissions = status.map { $0.permissions & 0o700 } ?? 0o600
            try ReplacedFile.write(file.text.utf8, to: target, permissions: permissions, owner: owner)
        } catch {
            throw StartFailure(.system(error), role, path, for: .writing)
        }
        return value
    }

    /// The file itself, without links on the way: a link stays one.
    private static func target(_ path: String, mayBeMissing: Bool) throws(StartFailure) -> String {
        if let real = PathText.real(path) { return real }
        var status = stat()
        guard mayBeMissing, errno == ENOENT, lstat(path, &status) != 0 else {
            _ = try administered(path)
            throw StartFailure(.configuration, "\(role) \(path) is a link that leads nowhere: name the file itself.")
        }
        return PathText.place(of: path)
    }
}

/// Whose a file of tokens stays that root changes.
private enum TokenFileOwner {
    /// Root follows nobody to another place: the file's owner may have the directory that it is in, and nobody but root those
    /// on the way there.
    ///
    /// - Parameter target: without links; the file need not be there yet.
    static func owner(of target: String) throws(StartFailure) -> FileOwner? {
        let directory = PathText.directory(of: target)
        guard let holder = (try? FileStatus(at: target)) ?? (try? FileStatus(at: directory)) else { return nil }
        let flaw =
            PathTrust(user: 0).flaw(on: PathText.directory(of: directory), below: nil)
            ?? PathTrust(user: holder.owner).flaw(on: directory, below: nil)
        if let flaw {
            throw StartFailure(
                .configuration,
                """
                root does not change the token file \(target), for others could put another in its place: \(flaw.message). \
                Or do it as the user that it belongs to.
                """)
        }
        return FileOwner(user: holder.owner, group: holder.group)
    }
}
