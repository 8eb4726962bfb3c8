/// One cell of the screen: eight bytes, so that a screen is drawn and compared in microseconds.
package struct Cell: Hashable, Sendable {
    /// The value of a spacing scalar; 0 in the right half of a wide one.
    package let value: UInt32
    package var style: Style
    private let columns: UInt8
    /// Combining marks on the scalar, which the grid keeps.
    let markCount: UInt8

    private init(value: UInt32, style: Style, columns: UInt8, markCount: UInt8) {
        self.value = value
        self.style = style
        self.columns = columns
        self.markCount = markCount
    }

    init(_ scalar: Unicode.Scalar, style: Style, width: Int) {
        self.init(value: scalar.value, style: style, columns: UInt8(width), markCount: 0)
    }

    init(_ piece: DisplayCluster.Piece, style: Style) {
        self.init(
            value: piece.scalar.value, style: style, columns: UInt8(piece.width), markCount: UInt8(piece.marks.count))
    }

    package static let blank = Cell(" ", style: .plain, width: 1)

    static func rightHalf(style: Style) -> Cell {
        Cell(value: 0, style: style, columns: 0, markCount: 0)
    }

    /// 1 or 2; 0 for the right half of a wide one.
    package var width: Int { Int(columns) }

    /// `nil` in the right half of a wide one.
    package var scalar: Unicode.Scalar? { columns > 0 ? Unicode.Scalar(value) : nil }

    /// Whether the cell shows nothing but the background, whatever its colour and weight.
    package var isUnseen: Bool {
        value == 0x20 && markCount == 0 && style.attributes.isDisjoint(with: [.underline, .reverse])
    }
}
