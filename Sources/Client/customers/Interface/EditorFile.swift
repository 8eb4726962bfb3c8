import Disks
import Files
import Glibc
import SystemPackage

/// A text on its way through the person's editor: a file (0600) in a folder of its own (0700), which is removed whole, with
/// whatever the editor has put beside it.
///
/// The folder is locked for as long as it is in use; what a killed program has left is removed at the next start.
final class EditorFile: Sendable {
    let path: String
    private let directory: String
    private let folder: String
    private let lock: LockedFile

    /// An editor that writes more has not written a field.
    private static let maximumBytes = 1 << 20

    struct Failure: Error, Hashable {
        /// A sentence.
        let message: String
    }

    /// - Parameter directory: where the folders are; made when there is none.
    init(_ text: String, name: String, in directory: String) throws(Failure) {
        self.directory = directory
        let id = String(UInt64.random(in: .min ... .max), radix: 36)
        (folder, path) = ("\(directory)/\(id)", "\(directory)/\(id)/\(name).txt")
        do throws(FileFailure) {
            try SystemDisk().makeDirectories(directory)
        } catch {
            throw Failure(message: "\(error.path) could not be created (\(error.code)).")
        }
        do throws(LockedFile.Failure) {
            lock = try LockedFile("\(folder).lock")
        } catch {
            throw Failure(message: "\(folder).lock could not be made (\(error.code)).")
        }
        do throws(Errno) {
            guard mkdir(folder, 0o700) == 0 else { throw .last }
            try Self.write(text, to: path)
        } catch {
            remove()
            throw Failure(message: "\(path) could not be written (\(error)).")
        }
    }

    private static func write(_ text: String, to path: String) throws(Errno) {
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW
        let descriptor = try SystemCall.repeating { open(path, flags, 0o600) }
        defer { close(descriptor) }
        try Descriptor.write(Array((text + "\n").utf8), to: descriptor)
    }

    /// What the editor has left in the file.
    func read() throws(Failure) -> String {
        let bytes: [UInt8]
        do throws(FileRefusal) {
            // Editors put another file in its place, with other permissions; nobody else gets into the folder.
            let file = try PrivateFile(path, O_RDONLY, closing: true)
            guard file.size <= Self.maximumBytes else { throw FileRefusal.tooLarge(limitBytes: Self.maximumBytes) }
            bytes = file.tail(upTo: Self.maximumBytes)
        } catch {
            throw Failure(message: "what the editor has written cannot be read: \(error.reason).")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw Failure(message: "what the editor has written is not text in UTF-8.")
        }
        return text
    }

    func remove() {
        Self.remove(folder)
        lock.remove()
        // Unless another program has a file there.
        rmdir(directory)
    }

    /// Removes what programs have left that are there no more.
    static func removeLeftovers(in directory: String) {
        for name in (try? SystemDisk().readdir(directory)) ?? [] where name.hasSuffix(".lock") {
            guard let lock = try? LockedFile("\(directory)/\(name)") else { continue }
            remove("\(directory)/\(name.dropLast(".lock".count))")
            lock.remove()
        }
        rmdir(directory)
    }

    /// Removes a folder with all that is in it; a link goes and not what it leads to.
    private static func remove(_ folder: String) {
        for name in (try? SystemDisk().readdir(folder)) ?? [] where ![".", ".."].contains(name) {
            let path = "\(folder)/\(name)"
            if unlink(path) != 0, errno == EISDIR { remove(path) }
        }
        rmdir(folder)
    }
}
