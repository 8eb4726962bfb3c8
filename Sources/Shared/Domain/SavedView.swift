/// A way to look at the list that has a name: who is in it, in which order, with which columns.
///
/// What it says is kept as it was written; who opens it finds out what of that can be shown.
package struct SavedView: Hashable, Sendable {
    package let name: String
    /// What a search finds; `nil` for everybody.
    package let filter: String?
    /// A column's word, with `-` before it for the order from the end; `nil` for the order of names.
    package let sort: String?
    /// The columns by their words; none for those that the list has anyway.
    package let columns: [String]
    /// The file and the line where a person has written it; `nil` for one that the program has saved, and may replace.
    package let place: String?

    package init(
        name: String, filter: String? = nil, sort: String? = nil, columns: [String] = [], place: String? = nil
    ) {
        self.name = name
        self.filter = filter
        self.sort = sort
        self.columns = columns
        self.place = place
    }

    /// Whether a view can be called so: 1–64 of `A–Z a–z 0–9 _ -`, so that it needs no quotes wherever it is written.
    package static func isName(_ name: String) -> Bool {
        (1...64).contains(name.utf8.count)
            && name.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }

    package static let nameRule = "use 1 to 64 of the characters A-Z a-z 0-9 _ -"
}
