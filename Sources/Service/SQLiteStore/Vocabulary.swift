import Domain
import FoundationEssentials
import GRDB
import SQLite

/// The words that any customer is found by and that many may have (``SimilarWords/hasPlace(for:)``), each once.
///
/// Few beside the search entries: a search for what is similar may look at all of them.
struct Vocabulary {
    let db: Database

    static let table = "CREATE TABLE word (text BLOB PRIMARY KEY) STRICT, WITHOUT ROWID"

    private static func words(_ tokens: SearchTokens) -> Set<String> {
        Set(tokens.words.filter { SimilarWords.hasPlace(for: $0.utf8) })
    }

    /// Follows a change of a customer's tokens that the search entries have followed already.
    func move(from old: SearchTokens?, to new: SearchTokens?) throws {
        let (before, after) = (old.map(Self.words) ?? [], new.map(Self.words) ?? [])
        for word in before.subtracting(after) {
            let bytes = Data(word.utf8)
            try db.run(
                """
                DELETE FROM word WHERE text = ?
                AND NOT EXISTS (SELECT 1 FROM search_entry WHERE text >= ? AND text < ? LIMIT 1)
                """,
                [bytes, bytes, Self.end(of: bytes)])
        }
        try db.insert(
            "INSERT INTO word (text)", rows: after.subtracting(before).map { [Data($0.utf8)] },
            ending: "ON CONFLICT DO NOTHING")
    }

    /// Makes it from all search entries, whose order is that of their first words.
    func build() throws {
        try db.execute(sql: "DELETE FROM word")
        try forEachWord { word in try db.run("INSERT INTO word (text) VALUES (?)", [word]) }
    }

    /// Whether it has all words of the search entries, and no others.
    func isComplete() throws -> Bool {
        let there = try db.rows("SELECT text FROM word ORDER BY text")
        var isComplete = true
        try forEachWord { word in
            if isComplete { isComplete = try there.next()?[0] == word }
        }
        return try isComplete && there.next() == nil
    }

    /// What finds customers like those that were looked for; `nil` when no word is like any that was typed.
    func search(like term: SimilarTerm) throws -> SearchTerm? {
        var words = SimilarWords(term)
        let rows = try db.rows("SELECT text FROM word")
        while let row = try rows.next() {
            try row.withUnsafeData(atIndex: 0) { word in
                (word ?? Data()).withUnsafeBytes { words.look(at: $0.bindMemory(to: UInt8.self)) }
            }
        }
        return words.search
    }

    private func forEachWord(_ body: (Data) throws -> Void) throws {
        var last = Data()
        let entries = try db.rows("SELECT text FROM search_entry ORDER BY text")
        while let row = try entries.next() {
            let entry: Data = row[0]
            let word = Data(entry.prefix { $0 != Self.space })
            guard word != last, SimilarWords.hasPlace(for: word) else { continue }
            last = word
            try body(word)
        }
    }

    private static let space = UInt8(ascii: " ")

    /// Behind the word alone and the word with others behind it: no word holds a character before this one.
    private static func end(of word: Data) -> Data { word + [space + 1] }
}
