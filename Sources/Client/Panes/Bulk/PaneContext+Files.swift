import Domain
import Screen
import Wire
import Wording

/// What is written to files that the person has named.
extension PaneContext {
    mutating func export(_ customers: [Customer], to path: String) throws(PromptFault) {
        guard FileEnding(of: path) != nil else {
            throw PromptFault(message: "Name a file that ends in \(FileEnding.list(FileEnding.ofCustomers)).")
        }
        // Before the first of them is out.
        report(.export, of: customers.count == 1 ? customers.first?.id : nil, count: customers.count)
        try write(.customers(customers), to: path)
    }

    mutating func write(_ report: BulkReportRows, to path: String) throws(PromptFault) {
        if let ending = FileEnding(of: path), !FileEnding.ofReports.contains(ending) {
            let endings = FileEnding.list(FileEnding.ofReports)
            throw PromptFault(message: "A report is no .\(ending.rawValue); name a file that ends in \(endings).")
        }
        try write(.report(columns: BulkReportRows.columns, rows: report.rows), to: path)
    }

    private mutating func write(_ contents: FileContents, to path: String) throws(PromptFault) {
        guard !path.isEmpty else { throw PromptFault(message: "Name a file.") }
        guard !path.unicodeScalars.contains(where: \.isControl) else {
            throw PromptFault(message: "A file's name has no control characters.")
        }
        perform(.write(contents, to: path))
        post(.plain("Writing \(path)\(glyphs.ellipsis)"))
    }

    func notice(ofFile path: String, _ failure: String?) -> Notice {
        failure.map { .error($0) } ?? .success("Written to \(path), which only you can read.")
    }
}
