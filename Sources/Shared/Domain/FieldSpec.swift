/// All that there is to say of a field: its rules, and how lists, forms, files and commands show it.
package struct FieldSpec: Hashable, Sendable {
    /// The word that people read before the value.
    package let label: String
    /// What the command line says of its option.
    package let help: String
    package let format: Format
    /// Whether every customer has a value.
    package var isRequired = false
    /// Whether it is one of those of which every customer has one at least, so that there is a way to reach everybody.
    var isContact = false
    package var allowsLineBreaks = false
    /// Unicode scalars after normalisation, at most; `nil` where only bytes are limited.
    package let maximumCharacters: Int?
    /// UTF-8 bytes after normalisation, at most.
    package let maximumBytes: Int
    package var masking = Masking.all
    /// The field behind which people look for it; without one it comes last.
    var follows: CustomerField?
    /// Whether lists have a column for it, and can be put in its order.
    package var isListed = false
    /// Whether it has a column in lists that have room to spare.
    package var isListedWhereWide = false
    /// Whether customers are found by its words everywhere, and not only where there is an index of the others, too.
    var isSearched = false
    /// What other programs call it in the files that they write, in lower-case letters alone.
    package var otherNames: Set<String> = []
    /// What stands before the colon in a filter, where it is another word than the field's name.
    var filterName: String?

    /// Which texts are values.
    package enum Format: Hashable, Sendable {
        /// Something visible.
        case name
        case email
        case phone
        case text
        /// Words in any order, none twice, stored as one text (``CustomerField/words(in:)``).
        ///
        /// - Parameters:
        ///   - maximumWords: how many, at most.
        ///   - maximumCharacters: Unicode scalars of each, at most.
        case words(maximumWords: Int, maximumCharacters: Int)
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
        case .company: Self.companySpec
        case .tags: Self.tagsSpec
        }
    }

    private static let nameSpec = FieldSpec(
        label: "Name", help: "The full name.", format: .name, isRequired: true, maximumCharacters: 100,
        maximumBytes: 400, masking: .nothing, isListed: true, isSearched: true,
        otherNames: ["fullname", "firstname", "lastname"])

    private static let emailSpec = FieldSpec(
        label: "Email", help: "The email address; \"\" for none, where there is a phone number.", format: .email,
        isContact: true, maximumCharacters: nil, maximumBytes: 254, masking: .localPart, isListed: true,
        isSearched: true, otherNames: ["mail"])

    private static let phoneSpec = FieldSpec(
        label: "Phone", help: "The phone number; \"\" for none, where there is an email.", format: .phone,
        isContact: true, maximumCharacters: 32, maximumBytes: 32, masking: .allButLastDigits, isListed: true,
        isSearched: true,
        otherNames: ["tel", "telefon", "telephone", "mobile", "cell", "fon"])

    private static let addressSpec = FieldSpec(
        label: "Address", help: "The postal address, which may hold line breaks; \"\" for none.", format: .text,
        allowsLineBreaks: true, maximumCharacters: 500, maximumBytes: 2_000, otherNames: ["street", "adresse"])

    private static let companySpec = FieldSpec(
        label: "Company", help: "The company; \"\" for none.", format: .text, maximumCharacters: 100,
        maximumBytes: 400, masking: .nothing, follows: .phone, isListedWhereWide: true, isSearched: true,
        otherNames: ["companyname", "organization", "organisation", "employer", "firma"])

    private static let tagsSpec = FieldSpec(
        label: "Tags", help: "Words between blanks or commas, such as \"vip berlin\"; \"\" for none.",
        format: .words(maximumWords: 20, maximumCharacters: 30), maximumCharacters: nil, maximumBytes: 2_419,
        masking: .nothing, isSearched: true, otherNames: ["tag", "labels", "label", "keywords"], filterName: "tag")
}
