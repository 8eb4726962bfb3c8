import Journal

extension QueueRefusal {
    /// What became of the wish, and why.
    var sentence: String {
        switch self {
        case .finished: "NOT SAVED: this edit is done with already."
        case .underWay: "NOT SAVED: this edit is on its way to the server; wait for the answer."
        }
    }
}
