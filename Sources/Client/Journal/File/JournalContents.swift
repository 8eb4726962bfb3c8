/// What the bytes of a journal come to, read without putting anything right.
package struct JournalContents {
    let header: JournalHeader?
    package let queue: EditQueue
    /// Whether nothing is missing, doubled, damaged or unfinished, as far as is known: lines that are missing at the
    /// end leave no trace.
    package let isWhole: Bool
    /// Whether only a later version of the program understands them.
    let isNewer: Bool

    package init(_ bytes: [UInt8]) {
        let scan = LineScan(bytes)
        let first = scan.header?.first ?? scan.lines.map(\.record.sequence).min() ?? 1
        let reading = JournalReading(scan, of: bytes, onto: EditQueue(before: first), size: bytes.count)
        header = scan.header
        queue = reading.queue
        isNewer = scan.isNewer || (header?.minReader ?? 1) > JournalHeader.version
        isWhole = header != nil && scan.isHeaderInPlace && !reading.isDamaged && reading.unfinished.isEmpty && !isNewer
    }
}
