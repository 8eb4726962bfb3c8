package import Domain
import Foundation

/// The table in Tests/SearchCases/duplicates.txt: two people at a time, and what tells that they may be the same.
package struct DuplicateTable: Sendable {
    package let cases: [Pair]

    package struct Pair: Sendable {
        /// As it stands in the table.
        package let line: String
        package let one: CustomerDetails
        package let other: CustomerDetails
        package let reason: Duplicate.Reason?
        /// Whether only a thorough search finds it.
        package let isDotted: Bool

        /// Both, each seen from the other.
        package var directions: [(of: CustomerDetails, other: CustomerDetails)] { [(one, other), (other, one)] }
    }

    package init() throws {
        let path = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "duplicates.txt")
        cases = try String(contentsOf: path, encoding: .utf8).split(separator: "\n").filter { $0.first != "#" }
            .map { try Pair(String($0)) }
    }
}

extension DuplicateTable.Pair {
    fileprivate init(_ line: String) throws {
        self.line = line
        let parts = line.split(separator: ":", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
        let words = parts[0].split(separator: " ").map(String.init)
        isDotted = words.first == "dotted"
        reason = words.last.flatMap { Duplicate.Reason(rawValue: $0) }
        let people = parts[1].split(separator: "~").map { Self.details(String($0)) }
        guard people.count == 2, reason != nil || words.last == "none" else { throw Unreadable(line: line) }
        (one, other) = (people[0], people[1])
    }

    private static func details(_ text: String) -> CustomerDetails {
        let cells = text.split(separator: "|", omittingEmptySubsequences: false)
            .map { $0.trimmingCharacters(in: .whitespaces).replacingOccurrences(of: "\\n", with: "\n") }
        func cell(_ index: Int) -> String? { cells.indices.contains(index) && cells[index] != "" ? cells[index] : nil }
        var further: [CustomerField: String] = [:]
        further[.company] = cell(3)
        return CustomerDetails(
            trustedName: cells[0], email: cell(1), phone: cell(2), address: cell(4), further: further)
    }

    private struct Unreadable: Error { let line: String }
}
