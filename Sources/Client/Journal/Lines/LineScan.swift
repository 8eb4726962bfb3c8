import Domain
import FoundationEssentials
import Wire

/// What stands in a journal's bytes, line by line, with nothing concluded from it.
struct LineScan {
    /// The first header that is as it was written.
    private(set) var header: JournalHeader?
    /// Whether the header stands where it should, and once.
    private(set) var isHeaderInPlace = true
    private(set) var lines: [Line] = []
    /// Bytes that belong to no line, but for those at the end.
    private(set) var damaged: [Range<Int>] = []
    /// Bytes after the last newline that are not a line: what a crash leaves.
    private(set) var tail: Range<Int>?
    /// Whether the last line is whole but for its newline.
    private(set) var lacksNewline = false
    /// Whether a line that is as it was written names a field that only a later version knows.
    private(set) var isNewer = false

    struct Line: Hashable, Sendable {
        let record: JournalRecord
        /// Lines of the same append that follow.
        let more: Int
        /// Without the newline.
        let range: Range<Int>
    }

    /// - Parameter continuesLines: whether the bytes follow on lines that were read before, so that there is no header.
    init(_ bytes: [UInt8], continuesLines: Bool = false) {
        bytes.withUnsafeBytes { raw in
            var start = 0
            var isFirst = !continuesLines
            while start < raw.count {
                let end = raw[start...].firstIndex(of: UInt8(ascii: "\n"))
                scan(raw, start..<(end ?? raw.count), isFirst: isFirst, hasNewline: end != nil)
                isFirst = false
                start = (end ?? raw.count) + 1
            }
        }
    }

    private mutating func scan(_ raw: UnsafeRawBufferPointer, _ range: Range<Int>, isFirst: Bool, hasNewline: Bool) {
        guard !range.isEmpty else { return }
        if scan(raw, line: range, isFirst: isFirst) {
            lacksNewline = !hasNewline
            return
        }
        var rest = range.lowerBound
        for line in ChecksummedLines(raw, in: range) where scan(raw, line: line, isFirst: isFirst) {
            if rest < line.lowerBound { damaged.append(rest..<line.lowerBound) }
            rest = line.upperBound
        }
        guard rest < range.upperBound else { return }
        if hasNewline { damaged.append(rest..<range.upperBound) } else { tail = rest..<range.upperBound }
    }

    /// Whether a line is as it was written and makes sense; its record is kept then.
    private mutating func scan(_ raw: UnsafeRawBufferPointer, line range: Range<Int>, isFirst: Bool) -> Bool {
        let bytes = UnsafeRawBufferPointer(rebasing: raw[range])
        guard LineChecksum.holds(bytes) else { return false }
        if bytes.starts(with: ChecksummedLines.headerStart) {
            guard let header = try? JSONDecoder().decode(JournalHeader.self, from: Data(bytes)) else { return false }
            if self.header != nil || !isFirst { isHeaderInPlace = false }
            self.header = self.header ?? header
            return true
        }
        guard let members = LineMembers(bytes) else { return false }
        guard !members.namesUnknownField else {
            isNewer = true
            return true
        }
        guard let record = JournalRecord(members, line: String(decoding: bytes, as: UTF8.self)) else { return false }
        lines.append(Line(record: record, more: Int(members.more ?? 0), range: range))
        return true
    }
}

/// Whole lines inside bytes that are not one line: where a newline was lost, the lines around it were not.
private struct ChecksummedLines: Sequence {
    static let headerStart = Array(#"{"format":"#.utf8)
    private static let lineStart = Array(#"{"s":"#.utf8)
    /// Starts that are tried for one end; more than one before an end is damage already.
    private static let maximumStarts = 8

    private let found: [Range<Int>]

    init(_ raw: UnsafeRawBufferPointer, in range: Range<Int>) {
        var found: [Range<Int>] = []
        var starts: [Int] = []
        for index in range {
            if raw[index] == UInt8(ascii: "{") {
                let rest = raw[index..<range.upperBound]
                if rest.starts(with: Self.lineStart) || rest.starts(with: Self.headerStart) {
                    starts.append(index)
                    if starts.count > Self.maximumStarts { starts.removeFirst() }
                }
            } else if raw[index] == UInt8(ascii: "}") {
                let line = starts.first { LineChecksum.holds(UnsafeRawBufferPointer(rebasing: raw[$0...index])) }
                if let line {
                    found.append(line..<index + 1)
                    starts = []
                }
            }
        }
        self.found = found
    }

    func makeIterator() -> IndexingIterator<[Range<Int>]> { found.makeIterator() }
}
