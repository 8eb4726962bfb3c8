import Domain
import Screen

/// One line of a pane that tells of one customer.
struct DetailLine: Sendable {
    private(set) var texts: [(column: Int, text: String, style: Style)] = []
    /// Whose text, or a part of it, stands here.
    var fact: CustomerFact?

    /// Where the value begins.
    var column: Int { texts.first?.column ?? 3 }

    init() {}

    /// - Parameter columns: how far to the right of where lines begin.
    init(_ text: String, _ style: Style = .plain, indentedBy columns: Int = 0) {
        texts = [(3 + columns, text, style)]
    }

    /// - Parameter column: from the pane's edge.
    init(_ text: String, _ style: Style = .plain, at column: Int) {
        texts = [(column, text, style)]
    }

    /// Puts a word at the beginning of the line.
    mutating func label(_ word: String) { add(word, .dim, at: 3) }

    /// Puts a sign before the line.
    mutating func sign(_ sign: String, _ style: Style) { add(sign, style, at: 1) }

    /// Puts something else on the line.
    ///
    /// - Parameter column: from the pane's edge.
    mutating func add(_ text: String, _ style: Style, at column: Int) { texts.append((column, text, style)) }

    /// Puts something at the beginning of the line, where the cursor is to stand.
    mutating func begin(with text: String, _ style: Style) { texts.insert((3, text, style), at: 0) }
}
