package import Domain
import JSON
import Wire

/// A customer for another program by way of the clipboard, as files of an export have them.
package enum ClipboardText {
    /// - Parameter hidden: fields that are left out altogether: an import of the text leaves them as they are.
    package static func json(_ customer: Customer, without hidden: Set<CustomerField>) -> String {
        let bytes = JSONBody.bytes(CustomerJSON(customer), isSorted: true)
        let names = Set(hidden.map(\.rawValue))
        guard !names.isEmpty, let members = JSONValue(parsing: bytes)?.members else {
            return String(decoding: bytes, as: UTF8.self) + "\n"
        }
        let rest = JSONValue.object(members.filter { !names.contains($0.name) })
        return String(decoding: rest.bytes(), as: UTF8.self) + "\n"
    }

    /// - Parameter hidden: fields that are left out.
    package static func vCard(_ customer: Customer, without hidden: Set<CustomerField>) -> String {
        CustomerVCard.card(customer, without: hidden)
    }
}
