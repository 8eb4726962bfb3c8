import Disks
import Files
import JournalProof
import Synchronization
import SystemPackage

/// One machine's view of a file system that others change too, with the caches of an NFS client (nfs(5), "Data and
/// metadata coherence"): what is known of a file is looked at again only when it is opened or changed here, and what was
/// opened is stale (`ESTALE`) when its name is another file's by now.
final class NFSDisk: ForwardingDisk {
    let inner: any Disk
    private let cache = Mutex(Cache())

    private struct Cache {
        var files: [FileIdentity: FileStatus] = [:]
        var names: [String: FileIdentity] = [:]
        var paths: [OpenFile: String] = [:]
    }

    init(inner: any Disk) {
        self.inner = inner
    }

    func open(_ path: String, _ purpose: OpenPurpose) throws(Errno) -> OpenFile {
        let file = try inner.open(path, purpose)
        let status = try inner.fstat(file)
        cache.withLock { cache in
            cache.files[status.identity] = status
            cache.names[path] = status.identity
            cache.paths[file] = path
        }
        return file
    }

    func lstat(_ path: String) throws(Errno) -> FileStatus {
        if let known = cache.withLock({ cache in cache.names[path].flatMap { cache.files[$0] } }) { return known }
        let status = try inner.lstat(path)
        cache.withLock { cache in
            cache.files[status.identity] = status
            cache.names[path] = status.identity
        }
        return status
    }

    func fstat(_ file: OpenFile) throws(Errno) -> FileStatus {
        let status = try checked(file)
        return cache.withLock { $0.files[status.identity] ?? status }
    }

    func pread(_ file: OpenFile, count: Int, at offset: Int) throws(Errno) -> [UInt8] {
        let known = try fstat(file).size
        return try inner.pread(file, count: max(0, min(count, known - offset)), at: offset)
    }

    func write(_ file: OpenFile, _ bytes: [UInt8]) throws(Errno) -> Int {
        let count = try inner.write(file, bytes)
        try lookAnew(file)
        return count
    }

    func ftruncate(_ file: OpenFile, to size: Int) throws(Errno) {
        try inner.ftruncate(file, to: size)
        try lookAnew(file)
    }

    func fchmod(_ file: OpenFile, to permissions: UInt32) throws(Errno) {
        try inner.fchmod(file, to: permissions)
        try lookAnew(file)
    }

    func rename(_ old: String, to new: String) throws(Errno) {
        try inner.rename(old, to: new)
        cache.withLock { cache in
            cache.names[new] = cache.names.removeValue(forKey: old)
            cache.paths = cache.paths.mapValues { $0 == old ? new : $0 }
        }
    }

    func unlink(_ path: String) throws(Errno) {
        try inner.unlink(path)
        cache.withLock { $0.names[path] = nil }
    }

    private func lookAnew(_ file: OpenFile) throws(Errno) {
        let status = try inner.fstat(file)
        cache.withLock { $0.files[status.identity] = status }
    }

    private func checked(_ file: OpenFile) throws(Errno) -> FileStatus {
        let status = try inner.fstat(file)
        guard let path = cache.withLock({ $0.paths[file] }), let there = try? inner.lstat(path),
            status.identity == there.identity
        else { throw .staleNFSFileHandle }
        return status
    }
}
