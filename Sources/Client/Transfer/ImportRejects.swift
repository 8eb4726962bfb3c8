import Domain
import JSON
package import Wording

/// Writes the lines of a file that were not taken, each as it stands there and with its reason, so that they can be corrected and
/// imported.
package struct ImportRejects: Sendable {
    private let file: ImportFile
    private let check: ImportCheck
    /// What was refused when it was sent, by line.
    private let refusals: [Int: String]

    /// Takes what was refused when it was sent, by line, beside what the check has refused.
    package init(_ file: ImportFile, _ check: ImportCheck, refusals: [Int: String]) {
        self.file = file
        self.check = check
        self.refusals = refusals
    }

    /// Whether there are any.
    package var isEmpty: Bool { check.rejectedCount == 0 && refusals.isEmpty }

    /// - Parameter write: is called with one piece of text after another.
    package func write(to write: (String) throws(CommandFailure) -> Void) throws(CommandFailure) {
        let columns = file.format == .csv ? try? file.table() : nil
        let shape = columns.map { RejectedColumns($0, of: file.text) }
        if !file.text.isPlain { try write(ByteOrderMark.text) }
        if let shape { try write(shape.head) }
        guard let entries = try? file.entries() else { return }
        for entry in entries {
            guard let reason = reason(for: entry) else { continue }
            switch (entry.source, shape) {
            case (.row(let cells), let shape?): try write(shape.line(cells, reason))
            case (.bytes(let bytes), let shape?): try write(shape.line([Self.text(bytes)], reason))
            case (.bytes(let bytes), nil): try write(Self.record(bytes, file.format, reason))
            case (.row, nil): break
            }
        }
    }

    private func reason(for entry: ImportFile.Entry) -> String? {
        switch entry.result {
        case .failure(let fault): check.excused.contains(fault.line) ? nil : fault.message
        case .success(let record): check.contradicting[record.line]?.message ?? refusals[record.line]
        }
    }

    private static func text(_ bytes: ArraySlice<UInt8>) -> String {
        String(decoding: bytes, as: UTF8.self).trimmed
    }

    private static func record(_ bytes: ArraySlice<UInt8>, _ format: ImportFile.Format, _ reason: String) -> String {
        format == .vCard ? card(text(bytes), reason) : object(bytes, reason)
    }

    /// An object on one line, with the reason as its last member; what is none, as a member.
    private static func object(_ bytes: ArraySlice<UInt8>, _ reason: String) -> String {
        // Line breaks stand only between its parts: in a text they are escaped.
        var line = bytes.map { $0 == 0x0A || $0 == 0x0D ? 0x20 : $0 }
        while let last = line.last, last <= 0x20 { line.removeLast() }
        line = RejectedLine.withoutReasons(line)
        guard let object = try? JSONObject(parsing: line), line.last == UInt8(ascii: "}") else {
            var text = Array("{".utf8)
            text.append(json: RejectedLine.text)
            text.append(UInt8(ascii: ":"))
            text.append(json: self.text(bytes))
            return ended(text, reason, isFirst: false)
        }
        line.removeLast()
        return ended(line, reason, isFirst: object.members.isEmpty)
    }

    private static func ended(_ members: [UInt8], _ reason: String, isFirst: Bool) -> String {
        var line = members
        if !isFirst { line.append(UInt8(ascii: ",")) }
        line.append(json: RejectedLine.member)
        line.append(UInt8(ascii: ":"))
        line.append(json: reason)
        return String(decoding: line, as: UTF8.self) + "}\n"
    }

    private static func card(_ text: String, _ reason: String) -> String {
        var lines = RejectedLine.withoutReasons(text.split(omittingEmptySubsequences: false) { $0.isNewline })
            .map(String.init)
        let note = "\(RejectedLine.property):\(VCardProperty.escaped(reason))"
        lines.insert(note, at: lines.last?.lowercased() == "end:vcard" ? lines.count - 1 : lines.count)
        return lines.joined(separator: "\r\n") + "\r\n"
    }
}

/// The columns of a file of rejected lines: those of the file, and the reason behind them.
private struct RejectedColumns {
    private let delimiter: UInt8
    private let count: Int
    /// Where the file has reasons itself, as it was rejected before.
    private let former: Int?
    /// Whether the mark of the file makes an import take apostrophes off that the cells do not have yet.
    private let escapes: Bool
    let head: String

    init(_ table: ImportFile.Table, of text: SourceText) {
        escapes = !text.isPlain && !text.hasMark
        delimiter = table.dialect.delimiter
        let titles = table.header.fields
        former = titles.firstIndex { ColumnName.plain($0) == RejectedLine.member }
        let kept = titles.indices.filter { [former] in $0 != former }.map { titles[$0] }
        count = kept.count
        let named = table.dialect.isNamed ? "sep=\(Unicode.Scalar(delimiter))\n" : ""
        head = named + CustomerCSV.line(kept + [RejectedLine.member], delimiter: delimiter)
    }

    /// Padded where it is short, so that the reason stands in the last column.
    func line(_ cells: [String], _ reason: String) -> String {
        var cells = cells
        if let former, cells.indices.contains(former) { cells.remove(at: former) }
        while cells.count > count, cells.last?.trimmedToVisible.isEmpty == true { cells.removeLast() }
        cells += Array(repeating: "", count: max(0, count - cells.count))
        if escapes { cells = cells.map(SpreadsheetCell.harmless) }
        return CustomerCSV.line(cells + [reason], delimiter: delimiter)
    }
}
