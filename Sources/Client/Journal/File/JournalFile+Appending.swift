import Disks
import Domain
import Files
import SystemPackage

extension JournalFile {
    /// Reads what others did since; under the lock.
    ///
    /// - Returns: whether anything changed.
    mutating func catchUp() throws(JournalFailure) -> Bool {
        guard readOnly == nil else { return false }
        guard let status = try freshStatus() else {
            try restore()
            return true
        }
        guard status.identity == identity, let file else { return try adopt(status) }
        if status.size == size { return false }
        guard status.size > size else {
            // As long as it cannot be written again, it is found so with every look.
            if !mustRewrite { findings.append(.shortened(place)) }
            mustRewrite = true
            return true
        }
        try loadAppended(try read(file, from: size, to: status.size))
        return true
    }

    /// The file has been deleted: what is known, with what others had still appended, is written again.
    private mutating func restore() throws(JournalFailure) {
        try readRest()
        try compact()
        findings.append(.deleted(place))
    }

    /// Reads what was appended to a file whose name leads elsewhere by now.
    private mutating func readRest() throws(JournalFailure) {
        guard let file, !mustRewrite else { return }
        let bytes: [UInt8]
        do throws(Errno) {
            let status = try disk.fstat(file)
            bytes = status.size > size ? try disk.pread(file, count: status.size - size, at: size) : []
        } catch {
            // Over NFS a file without a name is gone, even for a process that has it open.
            guard error == .staleNFSFileHandle else { throw JournalFailure(error, "read \(place.journal)") }
            return
        }
        queue =
            JournalReading(
                LineScan(bytes, continuesLines: true), of: bytes, onto: queue, size: bytes.count
            ).queue
    }

    /// Another file has taken this one's place: a later generation of it, which says all that this one said, or some
    /// other file, which does not know of the entries that are under way here.
    ///
    /// When it fails, everything is as if it had not been tried, so that the next call tries again.
    private mutating func adopt(_ status: FileStatus) throws(JournalFailure) -> Bool {
        var next = self
        do throws(JournalFailure) {
            try next.loadReplacement(status)
        } catch {
            if let opened = next.file, opened != file { disk.close(opened) }
            guard error.kind == .newer else { throw error }
            // A later version goes on with all that is known here; this one shows it, and leaves the rest alone.
            try readRest()
            readOnly = error.message
            return true
        }
        if let file { disk.close(file) }
        self = next
        return true
    }

    private mutating func loadReplacement(_ status: FileStatus) throws(JournalFailure) {
        let known = header
        try readRest()
        let unfinished = queue
        _ = try read(status)
        guard header.journal != known.journal || header.generation <= known.generation else { return }
        enter(unfinished)
        if readOnly == nil { try compact() }
        findings.append(.replaced(place))
    }

    /// Takes entries over that the file does not know of, under new numbers; they are sent under their old keys, so that
    /// none takes effect twice.
    private mutating func enter(_ other: EditQueue) {
        let known = Set(queue.entries.map(\.op))
        let entries = other.entriesToSend.filter { !known.contains($0.form.op) }
        let groups = other.groups.filter { group in entries.contains { $0.group == group.id } }
        for body in groups.map({ .group($0.group) }) + entries.map({ JournalRecord.Body.entry($0) }) {
            queue.apply(JournalRecord(sequence: queue.lastSequence + 1, time: now(), body: body))
        }
    }

    // MARK: Appending

    mutating func append(
        _ decide: (EditQueue) throws(QueueError) -> [JournalRecord.Body]
    ) throws(JournalAppendFailure) -> [JournalRecord.Sequence] {
        if readOnly != nil { throw .closed(journalStatus) }
        do throws(JournalFailure) {
            try lock()
        } catch {
            throw .notSaved(error, mayReappear: false)
        }
        defer { unlock() }
        do throws(JournalFailure) {
            try prepare()
        } catch {
            throw .notSaved(error, mayReappear: false)
        }
        try checkStatus()
        let bodies: [JournalRecord.Body]
        do throws(QueueError) {
            bodies = try decide(queue)
        } catch {
            throw .refused(error)
        }
        guard !bodies.isEmpty else { return [] }
        return try save(bodies)
    }

    /// Everything that must be so before a line may be written.
    private mutating func prepare() throws(JournalFailure) {
        _ = try catchUp()
        guard readOnly == nil else { return }
        if mustRewrite { try compact() }
        if header.api != api, queue.isEmpty { try moveOn() }
        try syncRead()
    }

    /// Makes the journal another API's.
    mutating func moveOn() throws(JournalFailure) {
        let before = (header, queue, identity)
        header.api = api
        queue.restoreUndo([], redo: [])
        do throws(JournalFailure) {
            try compact()
        } catch {
            if identity == before.2 { (header, queue) = (before.0, before.1) }
            throw error
        }
    }

    private func checkStatus() throws(JournalAppendFailure) {
        switch journalStatus {
        case .ready, .unconfirmed: break
        case .foreign, .readOnly: throw .closed(journalStatus)
        }
    }

    private mutating func save(_ bodies: [JournalRecord.Body]) throws(JournalAppendFailure) -> [JournalRecord.Sequence]
    {
        try admit(bodies)
        var lines = try encode(bodies)
        switch write(lines.bytes) {
        case .saved: break
        case .refused(let failure, let mayReappear): throw .notSaved(failure, mayReappear: mayReappear)
        case .unsynced:
            // The file cannot be trusted any more: the live state moves to another, and then the lines follow.
            do throws(JournalFailure) {
                try compact(before: bodies, keepsUndo: true)
            } catch {
                throw .notSaved(error, mayReappear: true)
            }
            lines = try encode(bodies)
            switch write(lines.bytes) {
            case .saved: break
            case .refused(let failure, let mayReappear): throw .notSaved(failure, mayReappear: mayReappear)
            case .unsynced(let failure): throw .notSaved(failure, mayReappear: true)
            }
        }
        for (record, bytes) in lines.records {
            queue.apply(record)
            live.add(record, bytes: bytes)
        }
        lacksNewline = false
        return lines.records.map(\.record.sequence)
    }

    /// Closes the file to programs that do not know a field or a kind of these lines, before the first of them is in it.
    ///
    /// It keeps its lines, so that what is finished can still be taken back.
    private mutating func admit(_ bodies: [JournalRecord.Body]) throws(JournalAppendFailure) {
        let format = LineFormat(of: bodies)
        guard !header.lines.covers(format) else { return }
        do throws(JournalFailure) {
            guard let lines = try lines(to: size) else {
                return try compact(before: bodies, keepsUndo: true)
            }
            try rebuild(lines: lines, for: header.lines.union(format))
        } catch {
            throw .notSaved(error, mayReappear: false)
        }
    }

    private enum Written {
        case saved
        /// Nothing of it counts.
        case refused(JournalFailure, mayReappear: Bool)
        /// The disk has taken it, but could not be made to keep it; nothing of it counts.
        case unsynced(JournalFailure)
    }

    /// One write and one sync; when either fails, the file is cut back to what it was.
    private mutating func write(_ bytes: [UInt8]) -> Written {
        guard let file else {
            return .refused(JournalFailure(.inputOutput, "The journal is closed."), mayReappear: false)
        }
        do throws(Errno) {
            let count = try disk.write(file, bytes)
            guard count == bytes.count else {
                _ = cutBack(file)
                let failure = JournalFailure(Errno.noSpace, "write all of \(place.journal)")
                // A power cut may undo the cut; a line is whole without its newline.
                return .refused(failure, mayReappear: count >= bytes.count - 1)
            }
        } catch {
            return .refused(JournalFailure(error, "write \(place.journal)"), mayReappear: !cutBack(file))
        }
        do throws(Errno) {
            try disk.fdatasync(file)
        } catch {
            mustRewrite = true
            _ = cutBack(file)
            return .unsynced(JournalFailure(error, "sync \(place.journal)"))
        }
        size += bytes.count
        return .saved
    }

    private mutating func cutBack(_ file: OpenFile) -> Bool {
        do throws(Errno) {
            try disk.ftruncate(file, to: size)
            return true
        } catch {
            mustRewrite = true
            return false
        }
    }

    /// The lines, and what reading them gives: a line that could not be read again is never written.
    private func encode(
        _ bodies: [JournalRecord.Body]
    ) throws(JournalAppendFailure) -> (bytes: [UInt8], records: [(record: JournalRecord, bytes: Int)]) {
        var bytes: [UInt8] = lacksNewline ? [UInt8(ascii: "\n")] : []
        let time = now()
        guard Int64(bodies.count) <= LineMembers.maximumNumber - queue.lastSequence else {
            throw .notSaved(.noNumbersLeft(place), mayReappear: false)
        }
        for (index, body) in bodies.enumerated() {
            let record = JournalRecord(
                sequence: queue.lastSequence + 1 + JournalRecord.Sequence(index), time: time, body: body)
            bytes += record.line(more: bodies.count - 1 - index, attempt: attempt(body))
        }
        let scan = LineScan(bytes, continuesLines: true)
        guard scan.lines.count == bodies.count, scan.damaged.isEmpty, scan.tail == nil else {
            let failure = JournalFailure(.inputOutput, "The edit cannot be written down. Report this as a fault.")
            throw .notSaved(failure, mayReappear: false)
        }
        return (bytes, scan.lines.map { ($0.record, $0.range.count + 1) })
    }

    private func attempt(_ body: JournalRecord.Body) -> Int? {
        guard case .sending(let sending) = body else { return nil }
        guard let leader = queue[sending.leader], leader.op == sending.op else { return 1 }
        return leader.attempts + 1
    }
}

extension EditQueue {
    /// What is under way as it would be entered again: what went out as one is one.
    fileprivate var entriesToSend: [Entry] {
        entries.compactMap { entry in
            var change: Entry.Change? = entry.change
            switch entry.state {
            case .covered: return nil
            case .sending(let covers): change = Entry.Change(coalescing: covers.compactMap { self[$0]?.change })
            case .waiting, .rejected, .conflict: break
            }
            return change.map {
                Entry(
                    customer: entry.customer, form: Entry.Form(op: entry.op, change: $0), source: entry.source,
                    due: entry.due, group: entry.group, name: entry.name)
            }
        }
    }
}

extension JournalFinding {
    static func deleted(_ place: JournalPlace) -> JournalFinding {
        JournalFinding(.replaced, "\(place.journal) was deleted; it was written again with all that is unfinished.")
    }

    static func shortened(_ place: JournalPlace) -> JournalFinding {
        JournalFinding(.replaced, "\(place.journal) was cut; it was written again with all that is unfinished.")
    }

    static func replaced(_ place: JournalPlace) -> JournalFinding {
        JournalFinding(
            .replaced,
            "\(place.journal) was replaced by another. Its edits were taken over, and yours were added to them.")
    }
}
