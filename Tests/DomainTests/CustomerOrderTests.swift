import Domain
import Testing

@Suite("Orders of customers")
struct CustomerOrderTests {
    private static let anna = person("Anna", "a", email: "b@example.com", day: 3, version: 2)
    private static let bo = person("bo", "b", email: "A@example.com", day: 1, version: 10)
    private static let carla = person("Carla", "c", email: nil, day: 2, version: 1)

    private static func person(_ name: String, _ id: String, email: String?, day: Int64, version: Int) -> Customer {
        let moment = Timestamp(microseconds: day * 86_400_000_000)
        return Customer(
            id: CustomerID(derivedFrom: id, in: .importedEmail),
            details: CustomerDetails(trustedName: name, email: email, phone: nil, address: nil),
            registrationDate: moment, createdAt: moment, updatedAt: moment, version: version, updatedBy: nil)
    }

    @Test(
        "Names and emails are compared without letter case, moments and versions as what they are; who has no value is last",
        arguments: [
            ("name", [anna, bo, carla]), ("email", [bo, anna, carla]), ("registered", [bo, carla, anna]),
            ("changed", [bo, carla, anna]), ("created", [bo, carla, anna]), ("version", [carla, anna, bo]),
        ])
    func order(_ word: String, _ expected: [Customer]) throws {
        let order = try #require(CustomerOrder(word: word))
        #expect([Self.carla, Self.bo, Self.anna].sorted(by: order.precedes).map(\.name) == expected.map(\.name))
        let reversed = try #require(CustomerOrder(word: "-" + word.uppercased()))
        #expect(expected.sorted(by: reversed.precedes).map(\.name) == expected.reversed().map(\.name))
    }

    @Test("Equal values are in the order of ids, from the end with the rest", arguments: CustomerFact.allCases)
    func ties(_ fact: CustomerFact) throws {
        guard fact != .id else { return }
        let twins = ["x", "y", "z"].map { Self.person("Kim", $0, email: "kim@example.com", day: 1, version: 1) }
        let ids = twins.map(\.id).sorted()
        #expect(twins.sorted(by: CustomerOrder(fact).precedes).map(\.id) == ids)
        #expect(twins.sorted(by: CustomerOrder(fact, isDescending: true).precedes).map(\.id) == ids.reversed())
    }

    @Test("An order is read as it is written, and a word that is no fact's is none")
    func words() {
        for fact in CustomerFact.allCases {
            for order in [CustomerOrder(fact), CustomerOrder(fact, isDescending: true)] {
                #expect(CustomerOrder(word: order.word) == order)
            }
        }
        #expect(CustomerOrder(word: "nmae") == nil && CustomerOrder(word: "--name") == nil)
    }
}
