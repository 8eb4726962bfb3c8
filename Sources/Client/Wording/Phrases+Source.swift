package import Journal

extension Phrases {
    /// Who did something to the queue: `another window`, `customers edit`, or `another program` when nobody said.
    package static func author(_ source: EntrySource?) -> String {
        guard let source else { return "another program" }
        return source.isInterface ? "another window" : source.program
    }

    /// Where something was entered: ` in another window`, ` by customers edit`, or nothing when nobody said.
    package static func byAuthor(_ source: EntrySource?) -> String {
        guard let source else { return "" }
        return source.isInterface ? " in another window" : " by \(source.program)"
    }
}
