import Files
package import SystemPackage

extension ConfigAddition {
    /// Writes the file, whole or not at all: under another name first, for the person alone unless it was open to others.
    ///
    /// - Throws: ``ConfigWriteFailure``, also when the file is not what it was any more.
    package func write() throws(ConfigWriteFailure) {
        let disk = SystemDisk()
        let directory = String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
        do throws(FileFailure) {
            try disk.makeDirectories(directory)
        } catch {
            throw .refused(error.path, error.code)
        }
        let temporary = directory + "/.config.toml-" + String(UInt64.random(in: .min ... .max), radix: 36)
        defer { try? disk.unlink(temporary) }
        do throws(Errno) {
            try fill(temporary, disk)
            try replace(with: temporary, disk)
            try Self.sync(directory, disk)
        } catch {
            throw error == .fileExists ? .changedMeanwhile(path) : .refused(path, error)
        }
    }

    private func fill(_ temporary: String, _ disk: SystemDisk) throws(Errno) {
        let file = try disk.open(temporary, .new)
        defer { disk.close(file) }
        if before != nil { try disk.fchmod(file, to: disk.lstat(path).permissions) }
        try disk.writeAll(file, Array(text.utf8))
        try disk.fdatasync(file)
    }

    /// Gives the new file its name: never that of a file that nobody here has seen.
    private func replace(with temporary: String, _ disk: SystemDisk) throws(Errno) {
        guard let before else { return try disk.link(temporary, as: path) }
        guard (try? ConfigFile.ownText(path)) == before else { throw .fileExists }
        try disk.rename(temporary, to: path)
    }

    private static func sync(_ directory: String, _ disk: SystemDisk) throws(Errno) {
        let opened = try disk.open(directory, .directory)
        defer { disk.close(opened) }
        try disk.fsync(opened)
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
