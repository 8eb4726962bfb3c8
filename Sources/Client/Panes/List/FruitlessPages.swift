import Domain
import Wire

/// Pages of a filter that had nobody, one behind the other: after so many the person is asked whether to go on.
struct FruitlessPages: Hashable, Sendable {
    private(set) var count = 0
    private var since: Timestamp?
    private(set) var isEnough = false

    static let maximum = 20
    private static let maximumSeconds: Int64 = 2

    mutating func add(_ page: CustomerPage, at now: Timestamp) {
        guard page.customers.isEmpty, page.next != nil else {
            self = FruitlessPages()
            return
        }
        count += 1
        since = since ?? now
        isEnough = count >= Self.maximum || since.map { now.seconds(since: $0) >= Self.maximumSeconds } ?? false
    }
}
