import CustomerAPI
import Domain
import SearchCases
import Testing
import Wire

extension CustomerStoreContract {
    static let filters = [
        CustomerStoreContract("The whole table of filters finds exactly whom its rules name, on pages of any size") {
            subject in
            let people = try await subject.addFilterTable()
            for (number, filter) in try FilterTable().cases.enumerated() where number.isMultiple(of: subject.caseStride)
            {
                let read = try subject.filter(filter.text)
                let expected = Set(people.filter(read.finds).map(\.id))
                if subject.store.findsAddresses { #expect(expected == filter.found, "\(filter.text)") }
                for limit in [1, 100] {
                    let found = try await subject.all(StoreListing(read.filter, .name), limit: limit).map(\.id)
                    #expect(Set(found) == expected && found.count == expected.count, "\(filter.text) by \(limit)")
                }
            }
        },
        CustomerStoreContract("Everybody, and what a filter finds, comes in each order that the store has, both ways") {
            subject in
            let people = try await subject.addFilterTable()
            for sort in subject.store.orders {
                guard let moment = sort.moment else { continue }
                for text in [nil, "has:email", "anna", "name:anna OR tag:berlin", "changed:2026", "-registered:2024"] {
                    let filter = try text.map { try subject.filter($0) }
                    let ordered = people.filter { filter?.finds($0) ?? true }
                        .sorted { (moment.of($0), $0.id) < (moment.of($1), $1.id) }.map(\.id)
                    let expected = sort.isDescending ? ordered.reversed() : ordered
                    for limit in [1, 3, 100] {
                        let found = try await subject.all(StoreListing(filter?.filter, sort), limit: limit).map(\.id)
                        #expect(found == expected, "\(text ?? "everybody") by \(sort.rawValue)")
                    }
                }
            }
        },
        CustomerStoreContract("A filter follows what is changed and deleted") { subject in
            let ann = try await subject.add("Ann Old", email: "ann@example.com")
            let filter = try subject.filter("name:ann -email:ann changed:>2026-01-01T12:00:00Z").filter
            #expect(try await subject.all(.filtered(filter, .name), limit: 10).isEmpty)
            let later = StoreUnderTest.noon.advanced(bySeconds: 3_600)
            let changed = NewCustomer(try StoreUnderTest.details("Ann New", email: "new@example.net"))
            _ = try await subject.write(ann.id, .replace(changed), at: later)
            #expect(try await subject.all(.filtered(filter, .name), limit: 10).map(\.name) == ["Ann New"])
            _ = try await subject.write(ann.id, .delete, at: later)
            #expect(try await subject.all(.filtered(filter, .name), limit: 10).isEmpty)
        },
    ]
}

extension StoreUnderTest {
    fileprivate struct ReadFilter {
        let filter: CustomerFilter
        fileprivate let subject: StoreUnderTest

        func finds(_ customer: Customer) -> Bool { filter.matches(customer, subject.tokens(of: customer)) }
    }

    fileprivate func filter(_ text: String) throws -> ReadFilter {
        guard let filter = try CustomerFilter(text, dates: FilterTable.dates) else {
            throw ContractBreach("\(text) is no filter")
        }
        return ReadFilter(filter: filter, subject: self)
    }

    /// Creates everybody of the table, each at the moment of their last change.
    ///
    /// - Returns: them as they are stored.
    fileprivate func addFilterTable() async throws -> [Customer] {
        var stored: [Customer] = []
        for customer in try FilterTable().people {
            let new = NewCustomer(customer.details, registrationDate: customer.registrationDate)
            let outcome = try await write(
                customer.id, .create(new), if: .mustNotExist, author: customer.updatedBy, at: customer.updatedAt)
            guard case .created(let created, replayOf: nil) = outcome else {
                throw ContractBreach("\(customer.name) was not created")
            }
            stored.append(created)
        }
        return stored
    }
}
