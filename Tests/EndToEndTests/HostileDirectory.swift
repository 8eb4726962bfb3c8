import Domain
import TestSupport
import Wire

/// An API whose customers have the names that nobody should have; it answers everything with all of them.
enum HostileDirectory {
    static var response: String {
        let moment = Timestamp(microseconds: 1_700_000_000_000_000)
        let customers = HostileText.corpus.enumerated().map { index, text in
            Customer(
                id: CustomerID(derivedFrom: "\(index)", in: .importedEmail),
                details: CustomerDetails(trustedName: text, email: text, phone: phone(text), address: text),
                registrationDate: moment, createdAt: moment, updatedAt: moment, version: 1, updatedBy: text)
        }
        let body = String(decoding: JSONBody.bytes(customers.map(CustomerJSON.init)), as: UTF8.self)
        return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n"
            + "Connection: close\r\n\r\n" + body
    }

    /// Longer ones no API of ours says, and the client does not read them.
    private static func phone(_ text: String) -> String? {
        text.utf8.count <= CustomerField.phone.maximumBytes ? text : nil
    }
}
