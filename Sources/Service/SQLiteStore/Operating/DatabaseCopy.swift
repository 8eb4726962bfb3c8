import Files
import GRDB
import Glibc
import SQLite
import SystemPackage

/// A whole database on its way into one file of its own: under another name, its owner's alone, until it is complete.
final class DatabaseCopy {
    /// What it is called until then.
    let path: String
    private let target: String
    /// Held so that no other program makes a copy of the same name, and for waiting until the disk has it.
    private let file: LockedFile

    /// What a file has until it is complete, and hardly any other by chance: SQLite runs no file, and makes none that could be run.
    private static let unfinishedPermissions: mode_t = 0o700
    private static let permissions: mode_t = 0o600

    /// - Parameters:
    ///   - target: what it will be called.
    ///   - unfinished: what it is called until then; `nil`: the target's name with `.partial` behind it.
    ///   - sparesOthers: whether what stands under that name has to have been left by such a copy, as far as it is anybody's who
    ///     may do as they please here.
    /// - Throws: ``SQLiteStoreOpenFailure`` while another process makes it, ``StoreOperationFailure/inTheWay(_:)`` for what is spared.
    init(for target: String, unfinished: String? = nil, sparesOthers: Bool = false) throws {
        self.target = target
        path = unfinished ?? target + StorePath.unfinishedEnding
        if sparesOthers, Self.isOther(path) { throw StoreOperationFailure.inTheWay(path) }
        do throws(LockedFile.Failure) {
            let path = path
            file = try TemporaryFiles.make(path, companions: StorePath.companions, descriptorOf: \.descriptor) {
                () throws(LockedFile.Failure) in try Self.ownFile(path)
            }
        } catch {
            switch error {
            case .held: throw SQLiteStoreOpenFailure(path: path, reason: .locked)
            case .system(let error): throw error
            }
        }
        // What a killed process has left.
        StorePath.unlinkCompanions(path)
        try SystemCall.repeating { ftruncate(file.descriptor, 0) }
        try SystemCall.repeating { fchmod(file.descriptor, Self.unfinishedPermissions) }
    }

    /// Whether something stands under a name that no copy of ours has left: of what another user has put there nothing is lost.
    private static func isOther(_ path: String) -> Bool {
        guard let status = try? FileStatus(ofLink: path) else { return false }
        // A copy is empty at first.
        let isLeft = status.kind == .file && (status.size == 0 || status.permissions == unfinishedPermissions)
        let owners = [0, geteuid(), (try? FileStatus(at: StorePath(path).directory))?.owner]
        return !isLeft && owners.contains(status.owner)
    }

    /// A file that nobody else has made, and so nobody else can read: what others have left under its name goes.
    private static func ownFile(_ path: String) throws(LockedFile.Failure) -> LockedFile {
        for _ in 0..<3 {
            let file: LockedFile
            do throws(LockedFile.Failure) {
                file = try LockedFile(path)
            } catch {
                // Such as root's, who was interrupted, or a link.
                guard case .system(let code) = error, foreign.contains(code), Glibc.unlink(path) == 0 else {
                    throw error
                }
                continue
            }
            if let status = try? FileStatus(of: file.descriptor), FileRule.own.refusal(of: status) == nil {
                return file
            }
            file.remove()
        }
        throw .system(.notPermitted)
    }

    /// Takes away what a killed process of this user has left; what another one is making stays.
    static func removeLeft(_ path: String) {
        guard FileIdentity(path: path) != nil, let file = try? LockedFile(path),
            let status = try? FileStatus(of: file.descriptor), FileRule.own.refusal(of: status) == nil
        else { return }
        StorePath.unlinkCompanions(path)
        file.remove()
    }

    /// Gives a database the permissions that a process killed behind the renaming has not come to.
    ///
    /// By its name: closing a descriptor of it would drop the locks that SQLite holds on it.
    static func finish(_ path: String) {
        guard let status = try? FileStatus(ofLink: path), status.kind == .file,
            status.permissions == unfinishedPermissions, status.owner == geteuid()
        else { return }
        chmod(path, permissions)
    }

    private static let foreign: [Errno] = [
        .permissionDenied, .notPermitted, .tooManySymbolicLinkLevels, .tooManyLinks,
    ]

    deinit {
        guard let mine = try? FileStatus(of: file.descriptor).identity, mine == FileIdentity(path: path) else { return }
        StorePath.unlink(path)
        TemporaryFiles.remove(path)
    }

    /// How much of the machine a copy takes from those who work on it.
    enum Pace {
        case full
        /// Rests as long as it works.
        case half
    }

    /// 1 MiB, with pages of 4 KiB.
    private static let pagesPerStep: CInt = 256
    /// Steps after which the disk gets what was copied: all of it at once would hold up others that wait for the disk.
    private static let stepsPerSync = 16

    /// Copies what is in the source at this moment, while others go on reading and writing it.
    ///
    /// - Throws: ``StoreOperationFailure/faults(_:_:)`` when it is the source that cannot be read.
    func fill(from source: any DatabaseReader, pace: Pace) throws {
        do {
            try transfer(from: source, pace)
        } catch let error as DatabaseError where error.isCorruption {
            throw StoreOperationFailure.faults(source.path, ["SQLite says: \(error.detail)"])
        }
    }

    private func transfer(from source: any DatabaseReader, _ pace: Pace) throws {
        let destination = try DatabaseQueue(path: path, configuration: Configuration().overwriting)
        try source.read { from in
            // From here on the connection sees one state of the file, and no write makes the copying begin anew.
            _ = try from.applicationID()
            try destination.writeWithoutTransaction { to in
                // Who waits for the disk is `complete()`.
                try to.execute(sql: "PRAGMA synchronous = OFF")
                var steps = 0
                var start = ContinuousClock.now
                try from.backup(to: to, pagesPerStep: Self.pagesPerStep) { progress in
                    steps += 1
                    if steps.isMultiple(of: Self.stepsPerSync) {
                        guard fdatasync(self.file.descriptor) == 0 else { throw Errno.last }
                    }
                    if pace == .half, !progress.isCompleted { Self.rest(for: .now - start) }
                    start = .now
                }
                // One file, that can be read where nothing can be written.
                try to.execute(sql: "PRAGMA journal_mode = DELETE")
            }
        }
        try destination.close()
    }

    /// Changes the copy.
    ///
    /// - Parameter schema: what it is brought to before; `nil`: it stays what it is.
    func change<Value>(migratingTo schema: Schema? = nil, _ body: (Database) throws -> Value) throws -> Value {
        let queue = try DatabaseQueue(path: path, configuration: Configuration().overwriting)
        try schema?.takeSteps(in: queue)
        let value = try queue.write(body)
        try queue.close()
        return value
    }

    /// Gives the copy its name as soon as the disk has all of it; what was called so is gone.
    func complete(ownedAs other: String? = nil) throws {
        if let other { file.belong(toOwnerOf: other) }
        guard fsync(file.descriptor) == 0 else { throw Errno.last }
        try SystemCall.repeating { rename(path, target) }
        // Not before: what is left under the other name has to be known by its permissions, whenever the process is killed.
        try SystemCall.repeating { fchmod(file.descriptor, Self.permissions) }
        TemporaryFiles.remove(path)
        try Descriptor.sync(directory: StorePath(target).directory)
    }

    private static func rest(for duration: Duration) {
        usleep(UInt32(clamping: Int(duration / .microseconds(1))))
    }
}
