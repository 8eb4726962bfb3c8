import CDescriptors

/// What the program that started this one has left open besides standard input and output.
enum InheritedDescriptors {
    /// Closes them, so that nothing of somebody else's stays open as long as this program runs, least of all a terminal.
    ///
    /// - Parameter words: of the command line; what these name stays, as in `import <(…)` or `import /dev/fd/3`.
    static func close(besidesThoseNamedIn words: [String]) {
        let kept = words.compactMap(named)
        cdescriptors_close_inherited(kept, kept.count)
    }

    /// The number in a path such as `/dev/fd/63` or `/proc/self/fd/3`, wherever it stands in a word.
    static func named(in word: String) -> Int32? {
        guard let folder = word.firstRange(of: "/fd/") else { return nil }
        return Int32(word[folder.upperBound...].prefix { ("0"..."9").contains($0) })
    }
}
