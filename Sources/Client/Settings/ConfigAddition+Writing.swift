import Disks
import Files
package import SystemPackage

extension ConfigAddition {
    /// Writes the file, whole or not at all: under another name first, for the person alone unless it was open to others.
    ///
    /// - Throws: ``ConfigWriteFailure``, also when the file is not what it was any more.
    package func write() throws(ConfigWriteFailure) {
        let directory = String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
        do throws(FileFailure) {
            try SystemDisk().makeDirectories(directory)
        } catch {
            throw .refused(error.path, error.code)
        }
        do throws(Errno) {
            try replace()
        } catch {
            throw error == .fileExists ? .changedMeanwhile(path) : .refused(path, error)
        }
    }

    /// Gives the new file its name: never that of a file that nobody here has seen.
    private func replace() throws(Errno) {
        let permissions = before == nil ? 0o600 : try FileStatus(ofLink: path).permissions
        try ReplacedFile.write(text.utf8, to: path, permissions: permissions, isNew: before == nil) {
            () throws(Errno) in
            guard before == nil || (try? ConfigFile.ownText(path)) == before else { throw .fileExists }
        }
    }
}

/// Why the configuration was not written.
package enum ConfigWriteFailure: Error, Hashable, Sendable {
    case refused(String, Errno)
    /// Somebody has written it since it was read.
    case changedMeanwhile(String)

    /// The cause and the next step.
    package var message: String {
        switch self {
        case .refused(let path, let code): "Cannot write \(path): \(code). Run: ls -ld \(path)"
        case .changedMeanwhile(let path): "Nothing was written: somebody has just changed \(path). Do it again."
        }
    }
}
