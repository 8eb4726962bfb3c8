import Domain
import Files
import Glibc
import SystemPackage

extension TokenFile {
    /// Reads a file that belongs to this user or root and that nobody else can read.
    init(path: String) throws(StartFailure) {
        let bytes: [UInt8]
        do throws(FileRefusal) {
            bytes = try TrustedFile.read(path, .secret(), limitBytes: Self.maximumBytes)
        } catch {
            throw StartFailure(error.exitStatus, error.message("the token file", path))
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw StartFailure(.configuration, "the token file \(path) is not text in UTF-8.")
        }
        do throws(TokenFileFault) {
            try self.init(text: text)
        } catch {
            throw StartFailure(.configuration, error.message(path: path))
        }
    }

    /// Changes a file of tokens: one command at a time, and whoever reads it finds it as it was or as it is then.
    ///
    /// - Parameter isNew: whether the file is made where there is none.
    static func changing<Value>(
        _ path: String, makesOne: Bool = false, _ change: (inout TokenFile) throws(StartFailure) -> Value
    ) throws(StartFailure) -> Value {
        let target = try target(path, mayBeMissing: makesOne)
        let lock: LockedFile
        do throws(LockedFile.Failure) {
            lock = try LockedFile(target + "-lock", isPatient: true)
        } catch {
            throw StartFailure(changing: path, error.code)
        }
        defer { lock.remove() }
        let status = try? FileStatus(at: target)
        var file = status == nil ? TokenFile() : try TokenFile(path: target)
        let value = try change(&file)
        do throws(Errno) {
            try ReplacedFile.write(Array(file.text.utf8), to: target)
        } catch {
            throw StartFailure(changing: path, error)
        }
        // What root changes stays the server's; only root may give a file away.
        if let status, geteuid() == 0 { chown(target, status.owner, status.group) }
        return value
    }

    /// The file itself: a link stays one.
    private static func target(_ path: String, mayBeMissing: Bool) throws(StartFailure) -> String {
        if let real = realpath(path, nil) {
            defer { free(real) }
            return String(cString: real)
        }
        var status = stat()
        guard mayBeMissing, errno == ENOENT, lstat(path, &status) != 0 else {
            _ = try TokenFile(path: path)
            throw StartFailure(
                .configuration, "the token file \(path) is a link that leads nowhere: name the file itself.")
        }
        return path
    }
}

extension FileRefusal {
    /// What a program ends with that cannot do without the file.
    var exitStatus: ExitStatus {
        switch self {
        case .system(.noSuchFileOrDirectory): .notFound
        case .system(.permissionDenied): .notPermitted
        case .system: .inputOutput
        case .notAFile, .link, .foreign, .exposed, .tooLarge: .configuration
        }
    }
}

extension StartFailure {
    fileprivate init(changing path: String, _ code: Errno) {
        switch code {
        case .permissionDenied, .notPermitted, .readOnlyFileSystem:
            self.init(.notPermitted, "the token file \(path) may not be changed by this user, or not in its directory.")
        case .noSuchFileOrDirectory:
            self.init(.cannotCreate, "the token file \(path) has no directory: make that first.")
        default: self.init(.inputOutput, "the token file \(path) is not changed: \(code).")
        }
    }
}
