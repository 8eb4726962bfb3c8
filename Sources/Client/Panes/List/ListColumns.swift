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
    /// Fields that came since have a column each where there is room beside the others.
    private static let later = CustomerField.later.filter(\.spec.isListed)
    private static let laterWidth = 16

    init(width: Int) {
        let room = max(0, width - Self.margin - Self.marks)
        // No column goes when the screen grows: beside the detail of the narrowest wide screen there is room for three.
        let later = Self.later.prefix(max(0, room - Self.roomOfThree) / Self.laterWidth)
        let rest = room - later.count * Self.laterWidth
        let phone = rest >= Self.roomOfThree ? min(22, max(15, rest / 4)) : 0
        let email = rest >= 36 ? (rest - phone) * 11 / 20 : 0
        let widths: [(CustomerField, Int)] =
            [(.name, rest - phone - email), (.email, email), (.phone, phone)] + later.map { ($0, Self.laterWidth) }
        var column = Self.margin
        var spans: [(field: CustomerField, columns: Range<Int>)] = []
        for (field, width) in widths where width > 0 {
            spans.append((field, column..<column + width))
            column += width
        }
        self.spans = spans
        mark = width > Self.margin + Self.marks ? width - Self.marks : nil
    }
}
