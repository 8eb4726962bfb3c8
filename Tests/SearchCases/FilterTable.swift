package import Domain
import Foundation

/// The table in Tests/SearchCases/filters.txt: who is stored, and whom each filter finds.
package struct FilterTable: Sendable {
    package let people: [Customer]
    package let cases: [Case]
    package let faults: [Fault]

    package struct Case: Sendable {
        package let text: String
        package let found: Set<CustomerID>
    }

    package struct Fault: Sendable {
        package let text: String
        /// Of the first character that is wrong, from 0.
        package let place: Int
    }

    /// A line that says nothing.
    package struct BadLine: Error {
        let line: String
    }

    /// Noon of the table's day, in UTC.
    package static let now = Timestamp(microseconds: 1_796_040_000_000_000)
    package static let dates = FilterDates(now: now)

    package init() throws {
        let path = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "filters.txt")
        var people: [String: Customer] = [:]
        var (cases, faults): ([Case], [Fault]) = ([], [])
        for line in try String(contentsOf: path, encoding: .utf8).split(separator: "\n") where line.first != "#" {
            if line.first == "[" {
                let word = String(line.dropFirst().prefix { $0 != "]" })
                people[word] = try Customer(number: people.count, line.drop { $0 != "]" }.dropFirst())
            } else if let (text, place) = Self.halves(line, at: " ! "), let place = Int(place) {
                faults.append(Fault(text: text, place: place - 1))
            } else if let (text, words) = Self.halves(line, at: " =") {
                let found = words.split(separator: " ").map { people[String($0)]?.id }
                guard !found.contains(nil) else { throw BadLine(line: String(line)) }
                cases.append(Case(text: text, found: Set(found.compactMap(\.self))))
            } else {
                throw BadLine(line: String(line))
            }
        }
        self.people = people.values.sorted { $0.id < $1.id }
        (self.cases, self.faults) = (cases, faults)
    }

    /// What stands before and behind the last such mark.
    private static func halves(_ line: Substring, at mark: String) -> (String, String)? {
        guard let range = line.range(of: mark, options: .backwards) else { return nil }
        return (String(line[..<range.lowerBound]), String(line[range.upperBound...]))
    }

    /// With the characters that are written as `\u{200B}`.
    static func unescaped(_ text: String) -> String {
        var parts = text.components(separatedBy: "\\u{")
        var plain = parts.removeFirst()
        for part in parts {
            let end = part.firstIndex(of: "}") ?? part.startIndex
            if let scalar = UInt32(part[..<end], radix: 16).flatMap(Unicode.Scalar.init) {
                plain.unicodeScalars.append(scalar)
            }
            plain += part[end...].dropFirst()
        }
        return plain
    }
}

extension Customer {
    fileprivate init(number: Int, _ line: Substring) throws {
        let cells = line.components(separatedBy: "/").map {
            FilterTable.unescaped($0.trimmingCharacters(in: CharacterSet(charactersIn: " ")))
        }
        guard cells.count == 9, let changed = Timestamp(cells[6]), let registered = Timestamp(cells[7]),
            let id = CustomerID("f11e000\(number)-0000-4000-8000-000000000000")
        else { throw FilterTable.BadLine(line: String(line)) }
        let fields: [CustomerField: String] = [
            .name: cells[0], .email: cells[1], .phone: cells[2], .company: cells[3], .tags: cells[4],
            .address: cells[5],
        ]
        self.init(
            id: id, details: try CustomerDetails { fields[$0] }, registrationDate: registered,
            createdAt: registered, updatedAt: changed, version: 1, updatedBy: cells[8].isEmpty ? nil : cells[8])
    }
}
