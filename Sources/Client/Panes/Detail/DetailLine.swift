import Domain
import Screen

/// One line of the detail pane.
struct DetailLine {
    private(set) var texts: [(column: Int, text: String, style: Style)] = []
    /// The field whose value, or a part of it, stands here.
    var field: CustomerField?

    init() {}

    init(_ text: String, _ style: Style = .plain) {
        texts = [(3, text, style)]
    }

    /// Puts a sign before the line.
    mutating func mark(_ sign: String, _ style: Style) {
        texts.append((1, sign, style))
    }
}
