/// All that there is to say of a field: its rules, and how lists, forms, files and commands show it.
package struct FieldSpec: Hashable, Sendable {
    /// The word that people read before the value.
    package let label: String
    /// What the command line says of its option.
    package let help: String
    package let format: Format
    /// Whether every customer has a value.
    package var isRequired = false
    package var allowsLineBreaks = false
    /// Unicode scalars after normalisation, at most; `nil` where only bytes are limited.
    package let maximumCharacters: Int?
    /// UTF-8 bytes after normalisation, at most.
    package let maximumBytes: Int
    package var masking = Masking.all
    /// Whether lists have a column for it, and can be put in its order.
    package var isListed = false
    /// Whether customers are found by its words.
    package var isSearched = false
    /// What other programs call it in the files that they write, in lower-case letters alone.
    package var otherNames: Set<String> = []

    /// Which texts are values.
    package enum Format: Hashable, Sendable {
        /// Something visible.
        case name
        case email
        case phone
        case text
    }

    /// What passers-by may not read while values are masked.
    package enum Masking: Hashable, Sendable {
        case nothing
        /// An email's part before the `@`.
        case localPart
        /// A phone number but for its last four digits.
        case allButLastDigits
        case all
    }
}

extension CustomerField {
    package var spec: FieldSpec {
        switch self {
        case .name: Self.nameSpec
        case .email: Self.emailSpec
        case .phone: Self.phoneSpec
        case .address: Self.addressSpec
        }
    }

    private static let nameSpec = FieldSpec(
        label: "Name", help: "The full name.", format: .name, isRequired: true, maximumCharacters: 100,
        maximumBytes: 400, masking: .nothing, isListed: true, isSearched: true,
        otherNames: ["fullname", "firstname", "lastname"])

    private static let emailSpec = FieldSpec(
        label: "Email", help: "The email address.", format: .email, isRequired: true, maximumCharacters: nil,
        maximumBytes: 254, masking: .localPart, isListed: true, isSearched: true, otherNames: ["mail"])

    private static let phoneSpec = FieldSpec(
        label: "Phone", help: "The phone number; \"\" for none.", format: .phone, maximumCharacters: 20,
        maximumBytes: 20, masking: .allButLastDigits, isListed: true, isSearched: true,
        otherNames: ["tel", "telefon", "telephone", "mobile", "cell", "fon"])

    private static let addressSpec = FieldSpec(
        label: "Address", help: "The postal address, which may hold line breaks; \"\" for none.", format: .text,
        allowsLineBreaks: true, maximumCharacters: 500, maximumBytes: 2_000, otherNames: ["street", "adresse"])
}
