/// How a cell looks: attributes and one of the terminal's own colours, never a painted background.
package struct Style: Hashable, Sendable {
    package var colour: Colour
    package var attributes: Attributes

    package init(_ colour: Colour = .standard, _ attributes: Attributes = []) {
        self.colour = colour
        self.attributes = attributes
    }

    package static let plain = Style()
    package static let bold = Style(.standard, .bold)
    package static let dim = Style(.standard, .dim)

    /// Foreground colours; bright black is missing on purpose, because many palettes make it invisible.
    package enum Colour: String, Hashable, Sendable, CaseIterable {
        case standard, red, green, yellow, blue, magenta, cyan, white
    }

    package struct Attributes: OptionSet, Hashable, Sendable {
        package let rawValue: UInt8

        package init(rawValue: UInt8) {
            self.rawValue = rawValue
        }

        package static let bold = Attributes(rawValue: 1)
        package static let dim = Attributes(rawValue: 2)
        package static let underline = Attributes(rawValue: 4)
        package static let reverse = Attributes(rawValue: 8)
    }
}
