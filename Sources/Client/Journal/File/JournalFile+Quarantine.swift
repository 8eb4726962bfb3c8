import Disks
import SystemPackage

extension JournalFile {
    /// Copies bytes to a file of their own, and that to the disk, before they are taken out of the journal.
    ///
    /// - Returns: the file's path.
    func quarantine(_ bytes: [UInt8], at offset: Int, _ what: String) throws(JournalFailure) -> String {
        try makeDirectory(place.quarantine)
        let stem = "\(place.quarantine)/\(what)-g\(header.generation)-\(offset)"
        var (path, count) = (stem, 1)
        while try status(at: path) != nil {
            count += 1
            path = "\(stem)-\(count)"
        }
        try attempt("write \(path)") { () throws(Errno) in
            let file = try disk.open(path, .new)
            defer { disk.close(file) }
            var written = 0
            while written < bytes.count {
                let taken = try disk.write(file, Array(bytes[written...]))
                guard taken > 0 else { throw Errno.noSpace }
                written += taken
            }
            try disk.fdatasync(file)
        }
        try syncDirectory(place.quarantine)
        return path
    }
}
