import CustomerAPI
import Domain
import Files
import Glibc
import SystemPackage

/// The lines of an audit log on their way into a file: all of a group, or none.
struct AuditWriter {
    private(set) var file: PrivateFile
    private(set) var chain: AuditChain
    /// Why lines cannot be written, from the first that could not until the log is resumed.
    private(set) var fault: AuditFailure?
    /// As far as lines are whole.
    private var size: Int
    /// Whether the file ends inside a line that nobody will finish.
    private var endsInsideLine: Bool
    private var isUnsynchronized = false
    private var buffer: [UInt8] = []

    private static let keptCapacity = 1 << 20

    /// Opens the file, or makes it, and writes that a process begins.
    init(_ path: String, at moment: Timestamp) throws(StartFailure) {
        file = try Self.open(path)
        size = file.size
        let end = try AuditFileEnd(file, path)
        chain = end.chain
        endsInsideLine = end.isInsideLine
        do throws(AuditFailure) {
            try write(AuditMark(kind: .start, moment: moment, previous: chain.hash))
        } catch {
            throw StartFailure(
                .inputOutput, "the audit log \(path) cannot be written: \(error.detail). Make room, or name another.")
        }
        if end.isEmpty { try? Descriptor.sync(directory: PathText.directory(of: path)) }
    }

    /// Of the directories above its own, that of all logs is the group's to write on some systems (`/var/log`).
    ///
    /// - Throws: also when another server writes to it, or others can put another in its place.
    private static func open(_ path: String) throws(StartFailure) -> PrivateFile {
        try StartFailure.refuseReplaceable("the audit log", path, isOfOwnDirectory: true)
        let file: PrivateFile
        do throws(FileRefusal) {
            file = try PrivateFile(path, O_RDWR | O_APPEND | O_CREAT)
        } catch {
            throw StartFailure(error, "the audit log", path, for: .writing)
        }
        guard file.lock() else {
            throw StartFailure(
                .unavailable, "the audit log \(path) is written by another server: give each a file of its own.")
        }
        return file
    }

    // MARK: - Lines

    /// Writes a group of lines with one call of write(2).
    mutating func write(_ records: some Sequence<AuditRecord>) throws(AuditFailure) {
        if let fault { throw fault }
        try write { bytes, chain in
            for record in records { chain = chain.appending(to: &bytes) { record.appendMembers(to: &$0) } }
        }
    }

    mutating func write(_ mark: AuditMark) throws(AuditFailure) {
        let process = Int(getpid())
        try write { bytes, chain in
            chain = chain.appending(to: &bytes) { mark.appendMembers(to: &$0, process: process) }
        }
    }

    private mutating func write(_ compose: (inout [UInt8], inout AuditChain) -> Void) throws(AuditFailure) {
        buffer.removeAll(keepingCapacity: buffer.capacity <= Self.keptCapacity)
        if endsInsideLine { buffer.append(UInt8(ascii: "\n")) }
        var next = chain
        compose(&buffer, &next)
        do throws(Errno) {
            try file.write(buffer)
        } catch {
            takeBack()
            throw fail(error.description)
        }
        (chain, size, endsInsideLine, isUnsynchronized) = (next, size + buffer.count, false, true)
    }

    /// Half a group is none. Of a file that can only grow (chattr(1), `+a`) the half line stays, and the next begins behind it.
    private mutating func takeBack() {
        guard file.size > size, !file.truncate(to: size) else { return }
        size = file.size
        endsInsideLine = true
    }

    /// Nothing more is written until ``resume(at:)``.
    @discardableResult
    mutating func fail(_ detail: String) -> AuditFailure {
        let failure = AuditFailure(detail: detail)
        fault = failure
        return failure
    }

    // MARK: - Upkeep

    /// Tries to write again; whether that could be done.
    mutating func resume(at moment: Timestamp) -> Bool {
        guard let fault else { return false }
        let mark = AuditMark(kind: .resumed, moment: moment, previous: chain.hash, cause: fault.detail)
        guard (try? write(mark)) != nil else { return false }
        self.fault = nil
        return true
    }

    /// The file when it has lines that the disk may not have, which are the caller's to wait for.
    mutating func takeUnsynchronized() -> PrivateFile? {
        defer { isUnsynchronized = false }
        return isUnsynchronized ? file : nil
    }

    /// Whether somebody else has written to the file, or cut it.
    var isTamperedWith: Bool { file.size != size }

    /// Goes on behind what somebody else has made of the file.
    mutating func accept(at moment: Timestamp) {
        size = file.size
        endsInsideLine = size > 0 && file.tail(upTo: 1) != [UInt8(ascii: "\n")]
        _ = try? write(AuditMark(kind: .continued, moment: moment, previous: chain.hash))
    }

    /// Goes on in the file that has the name now; what could not be written in the old one may be in this.
    ///
    /// - Returns: the old file.
    mutating func move(to path: String, at moment: Timestamp) throws(StartFailure) -> PrivateFile {
        let next = try Self.open(path)
        _ = try AuditFileEnd(next, path)
        let old = file
        (file, size, fault) = (next, next.size, nil)
        endsInsideLine = size > 0 && next.tail(upTo: 1) != [UInt8(ascii: "\n")]
        _ = try? write(AuditMark(kind: .continued, moment: moment, previous: chain.hash))
        try? Descriptor.sync(directory: PathText.directory(of: path))
        return old
    }
}

/// How a file ends that a process has left.
private struct AuditFileEnd {
    let isEmpty: Bool
    /// Of the last whole line.
    let chain: AuditChain
    let isInsideLine: Bool

    /// More than the longest line that is written.
    private static let window = 1 << 16

    init(_ file: PrivateFile, _ path: String) throws(StartFailure) {
        let tail = file.tail(upTo: Self.window)
        isEmpty = tail.isEmpty
        isInsideLine = !isEmpty && tail.last != UInt8(ascii: "\n")
        let lines = tail.split(separator: UInt8(ascii: "\n"))
        if let last = lines.reversed().lazy.compactMap({ AuditLine(Array($0)) }).first {
            chain = last.chain
        } else if isEmpty || isInsideLine && lines.count == 1 && tail.starts(with: #"{"seq":1,"#.utf8) {
            chain = .beginning
        } else {
            throw StartFailure(.configuration, "\(path) is not an audit log: name a file that is not there yet.")
        }
    }
}
