package import Domain
package import Wire

/// Some of what a store lists, and where to go on; without a `next` there are no more.
package struct StorePage<Element: Hashable & Sendable>: Hashable, Sendable {
    package let elements: [Element]
    package let next: StorePosition?

    package init(elements: [Element], next: StorePosition?) {
        self.elements = elements
        self.next = next
    }
}

/// Some of what a store's sequence of changes has, oldest first, and where to go on: at once when there is `more`, with the
/// next look otherwise.
package struct StoreFeed<Element: Hashable & Sendable>: Hashable, Sendable {
    package let elements: [Element]
    package let position: StorePosition
    package let more: Bool

    package init(elements: [Element], position: StorePosition, more: Bool) {
        self.elements = elements
        self.position = position
        self.more = more
    }
}

/// Names one sequence of changes; a store that was restored into a new file or table has another.
package typealias FeedEpoch = Identifier<StoreFeed<Change>>
