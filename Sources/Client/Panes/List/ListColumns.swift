import Domain

/// How a list's width is shared among its columns.
struct ListColumns: Sendable {
    let spans: [(field: CustomerField, columns: Range<Int>)]
    /// Where the mark stands; `nil` when there is no room.
    let mark: Int?

    /// The selection's mark on the left.
    static let margin = 3
    /// Room for a state mark on the right.
    static let marks = 2

    private static let roomOfThree = 54
    private static let hasEmail = CustomerField.listed.contains(.email)
    private static let hasPhone = CustomerField.listed.contains(.phone)
    /// Further fields have a column each where there is room beside name, email and phone.
    private static let further = CustomerField.listed.filter { ![.name, .email, .phone].contains($0) }
    private static let furtherWidth = 16

    init(width: Int) {
        let room = max(0, width - Self.margin - Self.marks)
        // No column goes when the screen grows: beside the detail of the narrowest wide screen there is room for three.
        let further = Self.further.prefix(max(0, room - Self.roomOfThree) / Self.furtherWidth)
        let rest = room - further.count * Self.furtherWidth
        let phone = Self.hasPhone && rest >= Self.roomOfThree ? min(22, max(15, rest / 4)) : 0
        let email = Self.hasEmail && rest >= 36 ? (rest - phone) * 11 / 20 : 0
        var widths = [CustomerField.name: rest - phone - email, .email: email, .phone: phone]
        for field in further { widths[field] = Self.furtherWidth }
        var column = Self.margin
        var spans: [(field: CustomerField, columns: Range<Int>)] = []
        for field in CustomerField.listed {
            guard let width = widths[field], width > 0 else { continue }
            spans.append((field, column..<column + width))
            column += width
        }
        self.spans = spans
        mark = width > Self.margin + Self.marks ? width - Self.marks : nil
    }
}
