package import SystemPackage

extension Disk {
    /// Writes every byte at the end of a file.
    package func writeAll(_ file: OpenFile, _ bytes: [UInt8]) throws(Errno) {
        var written = 0
        while written < bytes.count {
            let count = try write(file, written == 0 ? bytes : Array(bytes[written...]))
            guard count > 0 else { throw Errno.noSpace }
            written += count
        }
    }

    /// Makes a directory and those above it, each for this user alone, as far as they are not there.
    package func makeDirectories(_ path: String) throws(FileFailure) {
        var partial = ""
        for component in path.split(separator: "/") {
            partial += "/" + component
            do throws(Errno) {
                try mkdir(partial)
            } catch {
                guard error == .fileExists else { throw FileFailure(path: partial, code: error) }
            }
        }
    }
}

/// What the operating system refused, and for which path.
package struct FileFailure: Error, Hashable, Sendable {
    package let path: String
    package let code: Errno
}
