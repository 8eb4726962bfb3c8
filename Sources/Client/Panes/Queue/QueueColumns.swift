/// How the queue's width is shared among its columns.
struct QueueColumns: Sendable {
    let spans: [(title: Title, columns: Range<Int>)]

    enum Title: String, Sendable {
        case customer = "Customer"
        case edit = "Edit"
        case entered = "Entered"
        case state = "State"
    }

    /// The selection and the state's mark on the left.
    private static let margin = 5

    init(width: Int) {
        let room = width - Self.margin
        let entered = room >= 70 ? 12 : 0
        let edit = room >= 45 ? min(26, (room - entered) / 3) : 0
        let customer = min(30, max(1, (room - entered - edit) / 2))
        let widths: [(Title, Int)] = [
            (.customer, customer), (.edit, edit), (.entered, entered), (.state, room - customer - edit - entered),
        ]
        var column = Self.margin
        var spans: [(title: Title, columns: Range<Int>)] = []
        for (title, width) in widths where width > 1 {
            spans.append((title, column..<column + width))
            column += width
        }
        self.spans = spans
    }
}
