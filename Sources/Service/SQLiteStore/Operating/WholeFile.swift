import Glibc

/// A file's bytes, whatever they mean.
enum WholeFile {
    /// Copies a file for its owner alone, and waits until the disk has the copy; there must be none of that name.
    static func copy(_ path: String, to other: String) throws(SystemError) {
        let source = open(path, O_RDONLY | O_CLOEXEC)
        try SystemError.check(source)
        defer { close(source) }
        let copy = open(other, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        try SystemError.check(copy)
        defer { close(copy) }
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        while true {
            let count = read(source, &buffer, buffer.count)
            try SystemError.check(count)
            guard count > 0 else { break }
            var written = 0
            while written < count {
                let more = buffer[written..<count].withUnsafeBytes { write(copy, $0.baseAddress, $0.count) }
                try SystemError.check(more)
                written += more
            }
        }
        try SystemError.check(fsync(copy))
    }
}
