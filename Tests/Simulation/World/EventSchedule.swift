/// What is going to happen, the next first; what is to happen at the same moment happens in the order in which it was
/// put down.
struct EventSchedule<Happening> {
    private var heap: [Item] = []
    private var last = 0

    private struct Item {
        let at: Duration
        let number: Int
        let happening: Happening

        func precedes(_ other: Item) -> Bool { (at, number) < (other.at, other.number) }
    }

    mutating func add(_ happening: Happening, at moment: Duration) {
        last += 1
        heap.append(Item(at: moment, number: last, happening: happening))
        var child = heap.count - 1
        while child > 0, heap[child].precedes(heap[(child - 1) / 2]) {
            heap.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    mutating func next() -> (at: Duration, happening: Happening)? {
        guard let last = heap.popLast() else { return nil }
        guard let first = heap.first else { return (last.at, last.happening) }
        heap[0] = last
        var parent = 0
        while let child = lesserChild(of: parent), heap[child].precedes(heap[parent]) {
            heap.swapAt(child, parent)
            parent = child
        }
        return (first.at, first.happening)
    }

    private func lesserChild(of parent: Int) -> Int? {
        let (left, right) = (2 * parent + 1, 2 * parent + 2)
        guard left < heap.count else { return nil }
        return right < heap.count && heap[right].precedes(heap[left]) ? right : left
    }
}
