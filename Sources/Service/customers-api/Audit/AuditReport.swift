import Domain

/// The lines of an audit log that are about somebody, oldest first.
struct AuditReport {
    /// Who asked, by the exact identity, or by the email that changes were recorded under.
    var who: String?
    /// Who was asked about.
    var customerID: CustomerID?
    /// What happened before is left out.
    var since: Timestamp?

    /// A line that is in the report.
    struct Entry {
        let moment: Timestamp
        let line: AuditLine
        /// As it stands in the file.
        let bytes: [UInt8]
    }

    /// - Returns: the entries, and how many lines could not be read.
    func entries(in paths: [String]) throws(StartFailure) -> (entries: [Entry], unreadable: Int) {
        var entries: [Entry] = []
        var unreadable = 0
        for path in paths {
            var reader = try AuditLogReader(path)
            while let line = try reader.next() {
                guard let parsed = AuditLine(line.bytes), let moment = parsed["time"].flatMap({ Timestamp($0) }) else {
                    unreadable += line.isWhole ? 1 : 0
                    continue
                }
                guard has(parsed, moment) else { continue }
                entries.append(Entry(moment: moment, line: parsed, bytes: line.bytes))
            }
        }
        // Files come in any order, and two servers' clocks may differ: lines of one moment stay as they stand.
        let order = entries.indices.sorted { (entries[$0].moment, $0) < (entries[$1].moment, $1) }
        return (order.map { entries[$0] }, unreadable)
    }

    private func has(_ line: AuditLine, _ moment: Timestamp) -> Bool {
        guard line.mark == nil, since.map({ moment >= $0 }) ?? true else { return false }
        return (who.map { line["principal"] == $0 || line["name"] == $0 } ?? true)
            && (customerID.map { line["customer_id"] == $0.text || line["other_id"] == $0.text } ?? true)
    }
}
