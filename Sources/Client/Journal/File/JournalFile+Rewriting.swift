import Disks
import Domain
import Files
import SystemPackage

extension JournalFile {
    /// Puts another file with the same queue in this one's place: what is finished goes.
    ///
    /// - Parameters:
    ///   - first: the number of its first line; above all that were ever given.
    ///   - bodies: what is to be appended to it.
    ///   - keepsUndo: whether of what is finished the values stay that undo can take back.
    mutating func compact(
        first: JournalRecord.Sequence? = nil, before bodies: [JournalRecord.Body] = [], keepsUndo: Bool = false
    ) throws(JournalFailure) {
        let first = max(first ?? 0, queue.lastSequence + 1)
        let records = queue.compacted(first: first, time: now(), keepsUndo: keepsUndo)
        let format = LineFormat(of: records.map(\.body) + bodies)
        try replace(with: header.next(first: first, for: format), lines: records.map { $0.line() })
        var compacted = EditQueue(before: first)
        var live = LiveBytes()
        live.addFixed(header.line.count)
        for record in records {
            compacted.apply(record)
            live.add(record, bytes: record.line().count)
        }
        queue = compacted
        self.live = live
        try syncName()
    }

    /// Puts another file with the same lines in this one's place.
    ///
    /// - Parameter format: what they and those to come ask of the programs that use it.
    mutating func rebuild(lines: [UInt8], for format: LineFormat) throws(JournalFailure) {
        try replace(with: header.next(first: header.first, for: format), lines: [lines])
        try syncName()
    }

    /// Whatever happens in between, the name leads to the whole old file or to the whole new one.
    ///
    /// When it fails, nothing has changed. When it does not, the name still has to be synced: until then a power cut may
    /// bring the old file back, and nothing may be appended to the new one.
    private mutating func replace(with header: JournalHeader, lines: [[UInt8]]) throws(JournalFailure) {
        var bytes = header.line
        for line in lines { bytes += line }
        if !bytes.isEmpty, bytes.last != UInt8(ascii: "\n") { bytes.append(UInt8(ascii: "\n")) }
        let (new, identity) = try write(bytes)
        do {
            keepOld()
            try attempt("rename \(place.new)") { () throws(Errno) in try disk.rename(place.new, to: place.journal) }
        } catch {
            disk.close(new)
            throw error
        }
        if let file { disk.close(file) }
        (file, self.identity, size, self.header) = (new, identity, bytes.count, header)
        (lacksNewline, nextCompactionCheck, isNameSynced, mustRewrite) = (false, 0, false, true)
    }

    private mutating func syncName() throws(JournalFailure) {
        try syncDirectory(place.directory)
        (mustRewrite, isNameSynced) = (false, true)
    }

    /// A new file with these bytes, all of them on the disk.
    private func write(_ bytes: [UInt8]) throws(JournalFailure) -> (OpenFile, FileIdentity) {
        try remove(place.new)
        let file = try attempt("create \(place.new)") { () throws(Errno) in try disk.open(place.new, .new) }
        do throws(JournalFailure) {
            let identity = try attempt("write \(place.new)") { () throws(Errno) in
                try disk.writeAll(file, bytes)
                try disk.fdatasync(file)
                return try disk.fstat(file).identity
            }
            return (file, identity)
        } catch {
            disk.close(file)
            try? remove(place.new)
            throw error
        }
    }

    /// Keeps the generation before under another name, where the file system can; it is a second chance, not a promise.
    private func keepOld() {
        // Without a file of that name it may be all there is.
        guard (try? disk.lstat(place.journal)) != nil else { return }
        try? remove(place.old)
        try? disk.link(place.journal, as: place.old)
    }
}

extension EditQueue {
    /// The empty queue before the line with this number.
    init(before first: JournalRecord.Sequence) {
        self.init()
        passed(first - 1)
        recentChanges = RecentChanges(after: first - 1)
    }
}
