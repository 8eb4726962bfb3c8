/// Why a text is no filter, and where in it.
package struct FilterFault: Error, Hashable, Sendable {
    /// For people: what is wrong and what may stand there, without a full stop.
    package let message: String
    /// In Unicode scalars of the text.
    package let place: Range<Int>

    package init(_ message: String, at place: Range<Int>) {
        self.message = message
        self.place = place
    }

    /// With the place in words: `… (at character 12).`.
    package var sentence: String { "\(message) (at character \(place.lowerBound + 1))." }
}

/// Something in a filter that is probably meant otherwise than it is read.
package struct FilterHint: Hashable, Sendable {
    /// For people, a sentence.
    package let message: String
    /// In Unicode scalars of the text.
    package let place: Range<Int>
}
