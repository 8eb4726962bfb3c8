import ArgumentParser
import Domain

extension CustomerReference {
    /// Reads what a command line names a customer by.
    static func argument(_ text: String) throws(ValidationError) -> CustomerReference {
        guard let reference = CustomerReference(text) else {
            throw ValidationError(
                "It is neither a whole id nor an email. To look for somebody: customers list --search TERM")
        }
        return reference
    }

    /// As messages quote it, in whole for everybody whom there can be.
    var quoted: String { text.excerpt(characters: 300) }
}
