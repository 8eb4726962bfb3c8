import Domain
import Journal

/// What a person wants of the queue, and what they were looking at.
struct PersonRequest {
    let request: QueueRequest
    /// What the person saw of the customer when they answered a conflict or a refusal.
    var seen: CustomerDetails?

    init(_ request: QueueRequest, seen: CustomerDetails? = nil) {
        self.request = request
        self.seen = seen
    }
}
