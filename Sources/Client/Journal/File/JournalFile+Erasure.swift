import Disks
package import Domain
import Files
import SystemPackage

/// Takes everything of erased customers out of a journal's files.
extension JournalFile {
    /// Who is erased again, or after this was ended half-way, is looked for again: nothing has to be noted in between.
    ///
    /// - Returns: what was found of them.
    mutating func purge(_ erased: Set<CustomerID>) throws(JournalFailure) -> JournalPurge {
        guard !erased.isEmpty else { return JournalPurge() }
        if let readOnly { throw JournalFailure(.readOnly, readOnly) }
        try lock()
        defer { unlock() }
        _ = try catchUp()
        if let readOnly { throw JournalFailure(.readOnly, readOnly) }
        let found = try known(of: erased)
        guard !found.isEmpty else { return JournalPurge() }
        let numbers = queue.numbers(of: found)
        let dropped = try drop(found)
        try remove(place.old)
        try remove(place.new)
        try cleanQuarantine(of: found, numbers)
        try syncDirectory(place.directory)
        return JournalPurge(customers: found, droppedEdits: dropped)
    }

    /// Of whom anything is in the queue, in the file, in the generation before or in what was set aside.
    private func known(of erased: Set<CustomerID>) throws(JournalFailure) -> Set<CustomerID> {
        var found = erased.filter(queue.knows)
        if let file {
            let bytes = try read(file, from: 0, to: size)
            found.formUnion(
                bytes.linesByCustomer(of: erased).filter { $0.value > queue.entries(for: $0.key).count }.keys)
        }
        for path in try leftovers() {
            found.formUnion(try contents(of: path).linesByCustomer(of: erased).keys)
        }
        return found
    }

    private mutating func drop(_ found: Set<CustomerID>) throws(JournalFailure) -> Int {
        let before = (queue, identity)
        let dropped = queue.purge(found)
        do throws(JournalFailure) {
            try compact(keepsUndo: true)
        } catch {
            if identity == before.1 { queue = before.0 }
            throw error
        }
        return dropped
    }

    // MARK: Files beside the journal

    /// The generation before, one that was never finished, and what was set aside.
    private func leftovers() throws(JournalFailure) -> [String] {
        var paths = try quarantined()
        for path in [place.old, place.new] where try status(at: path)?.kind == .file { paths.append(path) }
        return paths
    }

    private func quarantined() throws(JournalFailure) -> [String] {
        guard try status(at: place.quarantine) != nil else { return [] }
        let names = try attempt("read \(place.quarantine)") { () throws(Errno) in try disk.readdir(place.quarantine) }
        return names.sorted().map { "\(place.quarantine)/\($0)" }
    }

    private func contents(of path: String) throws(JournalFailure) -> [UInt8] {
        guard let status = try status(at: path), status.kind == .file else { return [] }
        return try attempt("read \(path)") { () throws(Errno) in
            let file = try disk.open(path, .reading)
            defer { disk.close(file) }
            return try disk.pread(file, count: status.size, at: 0)
        }
    }

    /// Takes lines out of what was set aside: those that name one of them or speak of one of their lines, and those of which
    /// nobody can tell whose they are.
    private func cleanQuarantine(
        of erased: Set<CustomerID>, _ numbers: Set<JournalRecord.Sequence>
    ) throws(JournalFailure) {
        let paths = try quarantined()
        for path in paths {
            let bytes = try contents(of: path)
            let kept = bytes.lines.filter { !$0.mayBe(of: erased, numbers) }
            guard kept.count < bytes.lines.count else { continue }
            if kept.isEmpty { try remove(path) } else { try replace(path, with: Array(kept.joined())) }
        }
        if !paths.isEmpty { try syncDirectory(place.quarantine) }
    }

    private func replace(_ path: String, with bytes: [UInt8]) throws(JournalFailure) {
        let new = path + ".new"
        try remove(new)
        try attempt("write \(new)") { () throws(Errno) in
            let file = try disk.open(new, .new)
            defer { disk.close(file) }
            try disk.writeAll(file, bytes)
            try disk.fdatasync(file)
            try disk.rename(new, to: path)
        }
    }
}

/// What a journal had of erased customers, and has no more.
package struct JournalPurge: Hashable, Sendable {
    package var customers: Set<CustomerID> = []
    /// Edits that waited, and were dropped.
    package var droppedEdits = 0
}

extension EditQueue {
    /// The numbers of a customer's entries, as far as they are known.
    fileprivate func numbers(of customers: Set<CustomerID>) -> Set<JournalRecord.Sequence> {
        Set(
            entries.filter { customers.contains($0.customer) }.map(\.sequence)
                + history.filter { customers.contains($0.customer) }.map(\.sequence))
    }
}

extension [UInt8] {
    /// With their newlines.
    fileprivate var lines: [ArraySlice<UInt8>] {
        var lines: [ArraySlice<UInt8>] = []
        var start = startIndex
        while start < endIndex {
            let end = self[start...].firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? endIndex
            lines.append(self[start..<end])
            start = end
        }
        return lines
    }

    /// In how many lines each of some customers is named.
    fileprivate func linesByCustomer(of customers: Set<CustomerID>) -> [CustomerID: Int] {
        lines.reduce(into: [:]) { counts, line in
            for id in line.customers.intersection(customers) { counts[id, default: 0] += 1 }
        }
    }
}

extension ArraySlice<UInt8> {
    /// Whom a line is about; where it does not say so itself, whom it names in a copy of the server's.
    ///
    /// Who has the email that another one asked for is named in that one's refusal, by the id alone.
    fileprivate var customers: Set<CustomerID> {
        let own = Set(texts(after: #""id":""#, 36).compactMap { CustomerID($0) })
        return own.isEmpty ? Set(texts(after: #""customer_id":""#, 36).compactMap { CustomerID($0) }) : own
    }

    /// Whether a damaged line may say something of erased customers.
    fileprivate func mayBe(of erased: Set<CustomerID>, _ numbers: Set<JournalRecord.Sequence>) -> Bool {
        let named = customers
        guard named.isEmpty else { return !named.isDisjoint(with: erased) }
        let target = texts(after: #""for":"#, 19).first.flatMap { JournalRecord.Sequence($0.prefix { $0.isNumber }) }
        return target.map(numbers.contains) ?? true
    }

    /// The so many characters behind each place where a text stands.
    private func texts(after text: String, _ count: Int) -> [String] {
        let pattern = Array(text.utf8)
        var texts: [String] = []
        var rest = self
        while let found = rest.firstRange(of: pattern) {
            texts.append(String(decoding: rest[found.upperBound...].prefix(count), as: UTF8.self))
            rest = rest[found.upperBound...]
        }
        return texts
    }
}
