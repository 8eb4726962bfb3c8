import Domain
import Journal
import JournalProof
import Wire

/// The edits of one program among several: each has a number, which stands in it.
struct ProbeEdits {
    static let api = "https://api.example.org"

    let name: String
    private let customers: [CustomerID]

    init(name: String) {
        self.name = name
        customers = (0..<2).map { CustomerID(derivedFrom: "\(name)-\($0)@example.org", in: .importedEmail) }
    }

    func entry(_ number: Int) -> Entry {
        Entry(
            customer: customers[number % customers.count],
            form: Entry.Form(op: .random(), change: Self.change(number)))
    }

    /// Mostly edits, and among them notes and restorations.
    private static func change(_ number: Int) -> Entry.Change {
        switch number % 8 {
        case 3: return .note(NoteText(trusted: "\(number)"))
        case 6:
            return .restore(
                base: CustomerDetails(trustedName: "Ann", email: nil, phone: "\(number)", address: nil), version: 1)
        default:
            return .edit(CustomerEdit([.phone: FieldChange(from: "\(number)", to: "\(number + 1)")]), version: 1)
        }
    }

    /// One that is taken back at once.
    func passing() -> Entry {
        let edit = CustomerEdit([.name: FieldChange(from: "Ann", to: "Anna")])
        return Entry(.edit(edit, version: 1), of: .random(), op: .random())
    }

    /// The numbers of its edits that are there, in the order of the queue.
    func numbers(in queue: EditQueue) -> [Int] {
        let own = Set(customers)
        return queue.entries.filter { own.contains($0.customer) }.compactMap { entry in
            switch entry.change {
            case .edit(let edit, _): edit.changes[.phone]?.from.flatMap { Int($0) }
            case .note(let text): Int(text.text)
            case .restore(let base, _): base.phone.flatMap { Int($0) }
            case .create, .delete: nil
            }
        }
    }

    func count(in queue: EditQueue) -> Int { (numbers(in: queue).max() ?? -1) + 1 }
}
