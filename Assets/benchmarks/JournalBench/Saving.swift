import BenchSupport
import Disks
import Domain
import Files
import Journal
import SystemPackage

/// Saves edits, and beside each writes as many bytes to another file and syncs them: what the disk alone takes.
struct Saving {
    let path: String

    func measure(_ count: Int) throws -> (journal: [Measurement], bare: [Measurement]) {
        let directory = path + "/saved"
        let journal = try EditJournal.open(directory: directory, api: Edits.api).journal
        let disk = SystemDisk()
        let file = try disk.open(directory + "/journal.jsonl", .reading)
        let bare = try disk.open(path + "/bare", .new)
        defer {
            disk.close(file)
            disk.close(bare)
        }
        var edits = Edits()
        var measurements: (journal: [Measurement], bare: [Measurement]) = ([], [])
        var size = try disk.fstat(file).size
        for _ in 0..<count {
            let entry = edits.next()
            measurements.journal.append(try Measurement.of("save") { try journal.append(.enter([entry])).count })
            let line = try disk.pread(file, count: try disk.fstat(file).size - size, at: size)
            size += line.count
            measurements.bare.append(
                try Measurement.of("bare write") {
                    guard try disk.write(bare, line) == line.count else { throw Errno.noSpace }
                    try disk.fdatasync(bare)
                    return 1
                })
        }
        return measurements
    }
}
