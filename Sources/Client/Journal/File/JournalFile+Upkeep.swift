import Disks
import Files
import SystemPackage

extension JournalFile {
    mutating func refresh() throws(JournalFailure) -> Bool {
        guard readOnly == nil else { return false }
        if let status = try status(at: place.journal), status.identity == identity, status.size == size { return false }
        try lock()
        defer { unlock() }
        let before = queue.lastSequence
        let changed = try catchUp()
        if mustRewrite { try compact() }
        return changed && queue.lastSequence != before
    }

    mutating func compactIfNeeded() throws(JournalFailure) -> Bool {
        guard readOnly == nil, size > maximumDeadBytes, size >= nextCompactionCheck else { return false }
        try lock()
        defer { unlock() }
        _ = try catchUp()
        let dead = size - live.count(in: queue)
        guard dead > maximumDeadBytes, readOnly == nil else {
            nextCompactionCheck = size + maximumDeadBytes - dead + 1
            return false
        }
        try compact()
        return true
    }

    mutating func wipe(force: Bool) throws(JournalWipeFailure) {
        let obstacle: JournalWipeFailure?
        do throws(JournalFailure) {
            try lock()
            defer { unlock() }
            _ = try catchUp()
            if let readOnly { throw JournalFailure(.readOnly, readOnly) }
            obstacle = force ? nil : wipeObstacle
            if obstacle == nil { try empty() }
        } catch {
            throw .failed(error)
        }
        if let obstacle { throw obstacle }
    }

    /// What would be lost: what is damaged comes first, for what is held because of it cannot be sent.
    var wipeObstacle: JournalWipeFailure? {
        if queue.hasHeld { return .damaged(quarantine: place.quarantine) }
        return queue.isEmpty ? nil : .unfinished(queue.count)
    }

    private mutating func empty() throws(JournalFailure) {
        let before = (queue, identity)
        // One number further, so that a process that has it open sees another queue.
        queue = EditQueue(before: queue.lastSequence + 2)
        do throws(JournalFailure) {
            try compact()
        } catch {
            if identity == before.1 { queue = before.0 }
            throw error
        }
        try removeLeftovers()
    }

    private func removeLeftovers() throws(JournalFailure) {
        try remove(place.old)
        if try status(at: place.quarantine) != nil {
            let names = try attempt("read \(place.quarantine)") { () throws(Errno) in
                try disk.readdir(place.quarantine)
            }
            for name in names { try remove("\(place.quarantine)/\(name)") }
            try syncDirectory(place.quarantine)
        }
        try syncDirectory(place.directory)
    }
}
