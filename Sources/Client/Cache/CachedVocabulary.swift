import Domain
import FoundationEssentials
import GRDB
import SQLite

/// The words of the search index that many may have (``SimilarWords/hasPlace(for:)``): few beside all its keys, so that a
/// search for what is similar may look at all of them.
struct CachedVocabulary {
    let db: Database

    private static let separator = UInt8(ascii: "\n")
    private static let blockBytes = 64 * 1_024

    /// What finds customers like those that were looked for; `nil` when no word is like any that was typed.
    func search(like term: SimilarTerm) throws -> SearchTerm? {
        var words = SimilarWords(term)
        let blocks = try db.rows("SELECT words FROM vocabulary")
        while let block = try blocks.next() {
            try SearchIndex.bytes(block, 0) { Self.look(at: $0.bindMemory(to: UInt8.self), &words) }
        }
        // Those who came since the index was built.
        let fresh = try db.rows("SELECT DISTINCT key FROM fresh_key")
        while let key = try fresh.next() {
            try SearchIndex.bytes(key, 0) { bytes in
                let word = bytes.bindMemory(to: UInt8.self)
                if SimilarWords.hasPlace(for: word) { words.look(at: word) }
            }
        }
        return words.search
    }

    private static func look(at block: UnsafeBufferPointer<UInt8>, _ words: inout SimilarWords) {
        var start = 0
        for end in block.indices where block[end] == separator {
            words.look(at: UnsafeBufferPointer(rebasing: block[start..<end]))
            start = end + 1
        }
    }

    /// Writes it anew while the index is built, from its keys in their order.
    struct Writing {
        private let db: Database
        private var block: [UInt8] = []
        private var last: [UInt8] = []

        init(_ db: Database) throws {
            self.db = db
            try db.run("DELETE FROM vocabulary")
        }

        mutating func append(_ key: [UInt8]) throws {
            guard key != last, SimilarWords.hasPlace(for: key) else { return }
            last = key
            block += key
            block.append(separator)
            if block.count >= blockBytes { try flush() }
        }

        mutating func flush() throws {
            guard !block.isEmpty else { return }
            try db.run("INSERT INTO vocabulary (words) VALUES (?)", [Data(block)])
            block = []
        }
    }
}
