import Domain

/// What stands in the palette's line: a command's name, and what follows it.
struct CommandLine: Hashable, Sendable {
    let name: String
    /// What follows the name, without white space around it; `nil` while nothing does, not even a blank.
    let argument: String?

    init(_ text: String) {
        let line = text.drop { $0.isWhitespace }
        let name = line.prefix { !$0.isWhitespace }
        self.name = String(name)
        argument = name.endIndex == line.endIndex ? nil : String(line[name.endIndex...]).trimmed
    }
}
