package import Domain
import Foundation

/// The table in Tests/SearchCases/cases.txt: who is stored, and which texts find them and which do not.
package struct SearchTable: Sendable {
    package let people: [Person]

    package struct Person: Sendable {
        package let customer: Customer
        package let finding: [String]
        package let missing: [String]
    }

    /// How many texts there are.
    package var count: Int { people.reduce(0) { $0 + $1.finding.count + $1.missing.count } }

    /// Every text, once.
    package var texts: [String] { Array(Set(people.flatMap { $0.finding + $0.missing })).sorted() }

    package init() throws {
        let path = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "cases.txt")
        var people: [Person] = []
        var person: (fields: [String], finding: [String], missing: [String])?
        func finish() throws {
            guard let found = person else { return }
            people.append(try Person(number: people.count, found.fields, found.finding, found.missing))
        }
        for line in try String(contentsOf: path, encoding: .utf8).split(separator: "\n") where line.first != "#" {
            let cells = Self.cells(line.dropFirst("+-".contains(line.prefix(1)) ? 1 : 0))
            switch line.first {
            case "+": person?.finding += cells
            case "-": person?.missing += cells
            default:
                try finish()
                person = (cells, [], [])
            }
        }
        try finish()
        self.people = people
    }

    private static func cells(_ line: Substring) -> [String] {
        line.split(separator: "|").map {
            FilterTable.unescaped($0.trimmingCharacters(in: CharacterSet(charactersIn: " ")))
        }
    }
}

extension SearchTable.Person {
    /// The ids differ in their first eight digits.
    fileprivate init(number: Int, _ fields: [String], _ finding: [String], _ missing: [String]) throws {
        func field(_ index: Int) -> String? {
            fields.indices.contains(index) && !fields[index].isEmpty ? fields[index] : nil
        }
        var further: [CustomerField: String] = [:]
        further[.company] = field(3)
        further[.tags] = try CustomerField.tags.validated(field(4))
        let moment = Timestamp(microseconds: 1_767_268_800_000_000)
        let id = CustomerID("\(field(5) ?? "f0f0\(1_000 + number)")-0000-4000-8000-000000000000")
        customer = Customer(
            id: id ?? .random(),
            details: CustomerDetails(
                trustedName: fields[0], email: try CustomerField.email.validated(field(1)), phone: field(2),
                address: field(6),
                further: further), registrationDate: moment, createdAt: moment, updatedAt: moment, version: 1,
            updatedBy: nil)
        (self.finding, self.missing) = (finding, missing)
    }
}
