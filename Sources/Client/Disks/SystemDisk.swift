package import Files
import Glibc
package import SystemPackage

/// The disk of this machine.
package struct SystemDisk: Disk {
    package init() {}

    package func open(_ path: String, _ purpose: OpenPurpose) throws(Errno) -> OpenFile {
        let flags = purpose.flags | O_NOFOLLOW | O_CLOEXEC
        let descriptor = try SystemCall.repeating { Glibc.open(path, flags, 0o600) }
        return OpenFile(descriptor: descriptor)
    }

    /// Not repeated: on Linux the descriptor is gone even when a signal came (close(2)).
    package func close(_ file: OpenFile) {
        _ = Glibc.close(file.descriptor)
    }

    package func fstat(_ file: OpenFile) throws(Errno) -> FileStatus {
        try FileStatus(of: file.descriptor)
    }

    package func lstat(_ path: String) throws(Errno) -> FileStatus {
        try FileStatus(ofLink: path)
    }

    package func pread(_ file: OpenFile, count: Int, at offset: Int) throws(Errno) -> [UInt8] {
        var failure: Errno?
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count {
                let wanted = count - filled
                let read = Glibc.pread(
                    file.descriptor, buffer.baseAddress.map { $0 + filled }, wanted, off_t(offset + filled))
                if read > 0 {
                    filled += read
                } else if read == 0 {
                    return
                } else if errno != EINTR {
                    failure = .last
                    return
                }
            }
        }
        if let failure { throw failure }
        return bytes
    }

    package func write(_ file: OpenFile, _ bytes: [UInt8]) throws(Errno) -> Int {
        try SystemCall.repeating { bytes.withUnsafeBytes { Glibc.write(file.descriptor, $0.baseAddress, $0.count) } }
    }

    package func ftruncate(_ file: OpenFile, to size: Int) throws(Errno) {
        try SystemCall.repeating { Glibc.ftruncate(file.descriptor, off_t(size)) }
    }

    package func fdatasync(_ file: OpenFile) throws(Errno) {
        guard Glibc.fdatasync(file.descriptor) == 0 else { throw .last }
    }

    package func fsync(_ directory: OpenFile) throws(Errno) {
        guard Glibc.fsync(directory.descriptor) == 0 else { throw .last }
    }

    package func fchmod(_ file: OpenFile, to permissions: UInt32) throws(Errno) {
        try SystemCall.repeating { Glibc.fchmod(file.descriptor, permissions) }
    }

    package func rename(_ old: String, to new: String) throws(Errno) {
        try SystemCall.repeating { Glibc.rename(old, new) }
    }

    package func link(_ existing: String, as new: String) throws(Errno) {
        try SystemCall.repeating { Glibc.link(existing, new) }
    }

    package func unlink(_ path: String) throws(Errno) {
        try SystemCall.repeating { Glibc.unlink(path) }
    }

    package func mkdir(_ path: String) throws(Errno) {
        try SystemCall.repeating { Glibc.mkdir(path, 0o700) }
    }

    package func readdir(_ path: String) throws(Errno) -> [String] {
        guard let directory = opendir(path) else { throw .last }
        defer { closedir(directory) }
        var names: [String] = []
        while let name = try Self.nextName(in: directory) {
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    /// `nil` at the end, which only `errno` tells from an error (readdir(3)).
    private static func nextName(in directory: OpaquePointer) throws(Errno) -> String? {
        errno = 0
        guard let entry = Glibc.readdir(directory) else {
            guard errno == 0 else { throw .last }
            return nil
        }
        return withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }

    package func lock(_ file: OpenFile, wait: Bool) throws(Errno) -> Bool {
        do throws(Errno) {
            try SystemCall.repeating { flock(file.descriptor, wait ? LOCK_EX : LOCK_EX | LOCK_NB) }
            return true
        } catch {
            guard error == .wouldBlock else { throw error }
            return false
        }
    }

    package func unlock(_ file: OpenFile) {
        _ = flock(file.descriptor, LOCK_UN)
    }

    package var userID: UInt32 { geteuid() }
}

extension OpenPurpose {
    fileprivate var flags: Int32 {
        switch self {
        case .appending: O_RDWR | O_APPEND
        case .reading: O_RDONLY
        case .new: O_RDWR | O_APPEND | O_CREAT | O_EXCL
        case .locking: O_RDWR | O_CREAT
        case .directory: O_RDONLY | O_DIRECTORY
        }
    }
}
