import Disks
import Domain
import Files
import SystemPackage

extension JournalFile {
    func read(_ file: OpenFile, from start: Int, to end: Int) throws(JournalFailure) -> [UInt8] {
        guard end > start else { return [] }
        let bytes = try attempt("read \(place.journal)") { () throws(Errno) in
            try disk.pread(file, count: end - start, at: start)
        }
        guard bytes.count == end - start else {
            throw JournalFailure(.inputOutput, "\(place.journal) got shorter while it was read. Try again.")
        }
        return bytes
    }

    /// The status of the file of this name as it is now; `nil` when there is none.
    ///
    /// Over NFS lstat(2) may tell what was so some seconds ago. What is opened is looked at again (nfs(5), "close-to-open
    /// cache consistency"), but opening what is not a file might never end.
    func freshStatus() throws(JournalFailure) -> FileStatus? {
        guard let known = try status(at: place.journal) else { return nil }
        guard known.kind == .file else { return known }
        do throws(Errno) {
            let file = try disk.open(place.journal, .reading)
            defer { disk.close(file) }
            return try disk.fstat(file)
        } catch {
            guard error != .noSuchFileOrDirectory else { return nil }
            throw JournalFailure(error, "look at \(place.journal)")
        }
    }

    /// Loads the file of this name, whatever was known before, and repairs what is wrong with it.
    ///
    /// The file that was open before stays open.
    ///
    /// - Returns: whether nothing was wrong.
    mutating func read(_ status: FileStatus) throws(JournalFailure) -> Bool {
        guard status.kind == .file else { throw .notOurs(place.journal, "is not a file") }
        let file = try attempt("open \(place.journal)") { () throws(Errno) in
            try disk.open(place.journal, .appending)
        }
        do throws(JournalFailure) {
            try checkAccess(file, place.journal, kind: .file, permissions: 0o600)
            let status = try checkedStatus(file, place.journal)
            let bytes = try read(file, from: 0, to: status.size)
            (self.file, identity, isNameSynced, mustRewrite) = (file, status.identity, false, false)
            return try load(bytes)
        } catch {
            if self.file != file { disk.close(file) }
            throw error
        }
    }

    /// Loads all bytes of a file.
    private mutating func load(_ bytes: [UInt8]) throws(JournalFailure) -> Bool {
        let scan = LineScan(bytes)
        try check(scan)
        let isSalvage = scan.header == nil || !scan.isHeaderInPlace
        let first = scan.header?.first ?? scan.lines.map(\.record.sequence).min() ?? 1
        var reading = JournalReading(scan, of: bytes, onto: EditQueue(before: first), size: bytes.count)
        if scan.header == nil, !reading.queue.isEmpty || !bytes.isEmpty { reading.holdEverybody() }
        let known = header
        header = scan.header ?? JournalHeader(api: api, generation: known.generation, first: first)
        live = LiveBytes()
        live.addFixed(bytes.firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? bytes.count)
        return try conclude(reading, scan, bytes, from: 0, isSalvage: isSalvage)
    }

    /// Loads what other processes have appended.
    mutating func loadAppended(_ bytes: [UInt8]) throws(JournalFailure) {
        let scan = LineScan(bytes, continuesLines: true)
        guard !scan.isNewer else { throw .newer(place.journal, nil) }
        let reading = JournalReading(scan, of: bytes, onto: queue, size: bytes.count)
        _ = try conclude(reading, scan, bytes, from: size, isSalvage: scan.header != nil)
    }

    /// Makes a reading what is known, after its bad parts are in quarantine and out of the file.
    private mutating func conclude(
        _ reading: JournalReading, _ scan: LineScan, _ bytes: [UInt8], from offset: Int, isSalvage: Bool
    ) throws(JournalFailure) -> Bool {
        let before = (queue, live, lacksNewline, size, identity)
        queue = reading.queue
        for line in reading.applied { live.add(line.record, bytes: line.range.count + 1) }
        lacksNewline = scan.lacksNewline
        size = offset + bytes.count
        guard reading.isDamaged || isSalvage || !reading.unfinished.isEmpty else { return true }
        guard readOnly == nil else { return false }
        do throws(JournalFailure) {
            try repair(reading, bytes, from: offset, isSalvage: isSalvage)
        } catch {
            // Not mended: as if it had not been read, so that the next one tries again.
            if identity == before.4 { (queue, live, lacksNewline, size) = (before.0, before.1, before.2, before.3) }
            throw error
        }
        return false
    }

    private mutating func repair(
        _ reading: JournalReading, _ bytes: [UInt8], from offset: Int, isSalvage: Bool
    ) throws(JournalFailure) {
        var paths: [String] = []
        for range in reading.unfinished {
            paths.append(try quarantine(Array(bytes[range]), at: offset + range.lowerBound, "unfinished"))
        }
        for range in reading.damaged {
            paths.append(try quarantine(Array(bytes[range]), at: offset + range.lowerBound, "damaged"))
        }
        if reading.isDamaged || isSalvage {
            try compact(first: reading.nextSequence)
        } else {
            try cutUnfinished(to: offset + reading.end)
        }
        findings += JournalFinding.all(reading, isSalvage: isSalvage, isHeld: queue.holdsEverybody, paths: paths)
    }

    /// Rebuilds the file without what was not finished, from its own lines when they still say what is known.
    private mutating func cutUnfinished(to end: Int) throws(JournalFailure) {
        guard let lines = try lines(to: end) else { return try compact(keepsUndo: true) }
        try rebuild(lines: lines, for: header.lines)
    }

    /// The file's own lines after the header, as far as some byte, when they say what is known and nothing else.
    func lines(to end: Int) throws(JournalFailure) -> [UInt8]? {
        guard let file else { return nil }
        let kept = try read(file, from: 0, to: end)
        let scan = LineScan(kept)
        let reading = JournalReading(scan, of: kept, onto: EditQueue(before: header.first), size: kept.count)
        guard let headerEnd = kept.firstIndex(of: UInt8(ascii: "\n")), scan.header == header, !reading.isDamaged,
            reading.queue == queue
        else { return nil }
        return Array(kept[(headerEnd + 1)...])
    }

    /// Whether this version may read and write the file.
    private mutating func check(_ scan: LineScan) throws(JournalFailure) {
        let header = scan.header
        guard !scan.isNewer, (header?.minReader ?? 1) <= version else {
            throw .newer(place.journal, header)
        }
        readOnly = header.flatMap { header in
            guard header.minWriter > version else { return nil }
            return "A later version of customers has written the unfinished edits. Install \(header.writer) to go on."
        }
    }
}

extension JournalFinding {
    static func all(
        _ reading: JournalReading, isSalvage: Bool, isHeld: Bool, paths: [String]
    ) -> [JournalFinding] {
        var findings: [JournalFinding] = []
        let kept = paths.isEmpty ? "" : " What was there is kept in \(paths.joined(separator: " and "))."
        if isSalvage {
            findings.append(
                JournalFinding(
                    .salvaged, "The beginning of the journal was damaged; its other lines could be read.\(kept)"))
        } else if reading.isDamaged {
            findings.append(JournalFinding(.damaged, "Lines of the journal were damaged or missing.\(kept)"))
        } else if !reading.unfinished.isEmpty {
            findings.append(
                JournalFinding(
                    .unfinished,
                    "1 unfinished edit was cut off; a crash leaves one that was never shown as saved.\(kept)"))
        }
        if isHeld {
            findings.append(
                JournalFinding(.damaged, "Nothing is sent until you have looked at what is unfinished and confirm it."))
        }
        return findings
    }
}
