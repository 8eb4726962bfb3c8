/// A user-perceived character (extended grapheme cluster) as it may be shown: safe, and of a width all sides agree on.
///
/// Text from outside reaches the screen only through here. Controls become `�`; what terminals and libc measure
/// differently (emoji joined by ZWJ, flags, variation selectors, heaps of combining marks) is reduced to a part that
/// they measure alike.
package struct DisplayCluster: Hashable, Sendable {
    /// One piece per terminal cell that holds a spacing scalar, with its combining marks.
    package let pieces: [Piece]
    /// Columns on the screen: 1 or more.
    package let width: Int

    package struct Piece: Hashable, Sendable {
        package let scalar: Unicode.Scalar
        /// Combining marks on it, ``maximumMarks`` at most.
        package fileprivate(set) var marks: [Unicode.Scalar] = []
        /// 1 or 2.
        package let width: Int

        package var text: String { String(String.UnicodeScalarView([scalar] + marks)) }
    }

    /// Combining marks that stay on a base: ncurses keeps five scalars in a cell (CCHARW_MAX).
    static let maximumMarks = 4

    package init(_ character: Character) {
        var pieces: [Piece] = []
        for scalar in character.unicodeScalars {
            switch ScalarKind(scalar) {
            case .forbidden: pieces.append(Self.replacement)
            case .joiner: continue
            case .mark:
                guard let last = pieces.indices.last, pieces[last].marks.count < Self.maximumMarks else { continue }
                pieces[last].marks.append(scalar)
            case .spacing(let width): pieces.append(Piece(scalar: scalar, width: width))
            }
        }
        if Self.isJoined(character), let first = pieces.first { pieces = [first] }
        if pieces.isEmpty { pieces = [Self.replacement] }
        self.pieces = pieces
        width = pieces.reduce(0) { $0 + $1.width }
    }

    private static let replacement = Piece(scalar: "\u{FFFD}", width: 1)

    /// Whether the cluster is one picture made of several: only its first part is shown.
    private static func isJoined(_ character: Character) -> Bool {
        character.unicodeScalars.contains { $0 == "\u{200D}" || $0.properties.isEmojiModifier }
    }
}

/// What a scalar does on a terminal.
private enum ScalarKind {
    /// Would move the cursor, start a command or turn the text's direction.
    case forbidden
    /// Invisible: joiners, variation selectors and other format characters.
    case joiner
    /// Takes no column of its own and is drawn onto the one before.
    case mark
    case spacing(Int)

    init(_ scalar: Unicode.Scalar) {
        switch scalar.value {
        case 0x20..<0x7F: self = .spacing(1)
        case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069, 0xFEFF, 0x00AD: self = .forbidden
        case 0x1F1E6...0x1F1FF: self = .forbidden
        case 0xFE00...0xFE0F, 0xE0100...0xE01EF: self = .joiner
        case 0x1160...0x11FF, 0xD7B0...0xD7FB, 0x1171E: self = .mark
        default: self = Self.byCategory(scalar)
        }
    }

    private static func byCategory(_ scalar: Unicode.Scalar) -> ScalarKind {
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned, .privateUse: .forbidden
        case .format: .joiner
        case .nonspacingMark, .enclosingMark: .mark
        default: .spacing(WideScalars.contains(scalar) ? 2 : 1)
        }
    }
}
