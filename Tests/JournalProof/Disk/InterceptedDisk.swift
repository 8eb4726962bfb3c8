package import Disks
package import Files
import Synchronization
package import SystemPackage

/// A simulated disk of which a rule decides what becomes of each call.
package final class InterceptedDisk: Disk {
    package typealias Rule = @Sendable (DiskMoment) -> Interception

    package let disk: SimulatedDisk
    private let rule: Rule
    private let state = Mutex(State())

    private struct State {
        var calls: [DiskCall] = []
        var repetitions: [DiskCall: Int] = [:]
        var paths: [Int32: String] = [:]
        var failedSyncs: Set<OpenFile> = []
        var syncsAfterFailure = 0
        var isDead = false
    }

    package init(_ disk: SimulatedDisk, rule: @escaping Rule = { _ in .pass }) {
        self.disk = disk
        self.rule = rule
    }

    /// The calls so far; closing and unlocking, which cannot fail, are none.
    package var calls: [DiskCall] { state.withLock(\.calls) }

    /// How often a file was synced whose descriptor a sync had failed on before.
    package var syncsAfterFailure: Int { state.withLock(\.syncsAfterFailure) }

    /// Whether a sync has failed, so that what it was to save is in doubt for ever.
    package var hasFailedSync: Bool { state.withLock { !$0.failedSyncs.isEmpty } }

    private var isDead: Bool { state.withLock(\.isDead) }

    private func decide(_ call: DiskCall) throws(Errno) -> Interception {
        let moment = state.withLock { state in
            defer {
                state.calls.append(call)
                state.repetitions[call, default: 0] += 1
            }
            return DiskMoment(call: call, number: state.calls.count, repetition: state.repetitions[call] ?? 0)
        }
        let decision = rule(moment)
        switch decision {
        case .crash:
            state.withLock { $0.isDead = true }
            throw .ioError
        case .fail(let fault):
            if case .write = call, fault.isShort { return decision }
            throw fault.code
        case .pass, .pretend: return decision
        }
    }

    private func path(_ file: OpenFile) -> String { state.withLock { $0.paths[file.descriptor] ?? "?" } }

    // MARK: Disk

    package func open(_ path: String, _ purpose: OpenPurpose) throws(Errno) -> OpenFile {
        _ = try decide(.open(path, purpose))
        let file = try disk.open(path, purpose)
        state.withLock { $0.paths[file.descriptor] = path }
        return file
    }

    package func close(_ file: OpenFile) { disk.close(file) }

    package func fstat(_ file: OpenFile) throws(Errno) -> FileStatus {
        _ = try decide(.fstat(path(file)))
        return try disk.fstat(file)
    }

    package func lstat(_ path: String) throws(Errno) -> FileStatus {
        _ = try decide(.lstat(path))
        return try disk.lstat(path)
    }

    package func pread(_ file: OpenFile, count: Int, at offset: Int) throws(Errno) -> [UInt8] {
        _ = try decide(.pread(path(file), count: count))
        return try disk.pread(file, count: count, at: offset)
    }

    package func write(_ file: OpenFile, _ bytes: [UInt8]) throws(Errno) -> Int {
        switch try decide(.write(path(file), count: bytes.count)) {
        case .pretend: return bytes.count
        case .fail(let fault): return try disk.write(file, Array(bytes.prefix(fault.length(of: bytes.count))))
        case .pass, .crash: return try disk.write(file, bytes)
        }
    }

    package func ftruncate(_ file: OpenFile, to size: Int) throws(Errno) {
        guard try decide(.ftruncate(path(file), to: size)) == .pass else { return }
        try disk.ftruncate(file, to: size)
    }

    package func fdatasync(_ file: OpenFile) throws(Errno) {
        try sync(file, .fdatasync(path(file)))
    }

    package func fsync(_ directory: OpenFile) throws(Errno) {
        try sync(directory, .fsync(path(directory)))
    }

    private func sync(_ file: OpenFile, _ call: DiskCall) throws(Errno) {
        state.withLock { if $0.failedSyncs.contains(file) { $0.syncsAfterFailure += 1 } }
        do throws(Errno) {
            guard try decide(call) == .pass else { return }
        } catch {
            guard !isDead else { throw error }
            disk.failSync(file)
            state.withLock { _ = $0.failedSyncs.insert(file) }
            throw error
        }
        try disk.fdatasync(file)
    }

    package func fchmod(_ file: OpenFile, to permissions: UInt32) throws(Errno) {
        guard try decide(.fchmod(path(file))) == .pass else { return }
        try disk.fchmod(file, to: permissions)
    }

    package func rename(_ old: String, to new: String) throws(Errno) {
        guard try decide(.rename(old, to: new)) == .pass else { return }
        try disk.rename(old, to: new)
        state.withLock { $0.paths = $0.paths.mapValues { $0 == old ? new : $0 } }
    }

    package func link(_ existing: String, as new: String) throws(Errno) {
        guard try decide(.link(existing, as: new)) == .pass else { return }
        try disk.link(existing, as: new)
    }

    package func unlink(_ path: String) throws(Errno) {
        guard try decide(.unlink(path)) == .pass else { return }
        try disk.unlink(path)
    }

    package func mkdir(_ path: String) throws(Errno) {
        guard try decide(.mkdir(path)) == .pass else { return }
        try disk.mkdir(path)
    }

    package func readdir(_ path: String) throws(Errno) -> [String] {
        _ = try decide(.readdir(path))
        return try disk.readdir(path)
    }

    package func lock(_ file: OpenFile, wait: Bool) throws(Errno) -> Bool {
        guard try decide(.lock(path(file))) == .pass else { return true }
        return try disk.lock(file, wait: wait)
    }

    package func unlock(_ file: OpenFile) { disk.unlock(file) }

    package var userID: UInt32 { disk.userID }
}

extension DiskFault {
    fileprivate var code: Errno {
        switch self {
        case .inputOutput: .ioError
        case .noSpace, .shortWrite, .almostWhole: .noSpace
        case .quota: .diskQuotaExceeded
        case .interrupted: .interrupted
        }
    }

    fileprivate var isShort: Bool { self == .shortWrite || self == .almostWhole }

    fileprivate func length(of count: Int) -> Int {
        self == .almostWhole ? max(0, count - 1) : count / 2
    }
}
