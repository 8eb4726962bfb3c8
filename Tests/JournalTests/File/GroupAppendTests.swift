import Domain
import Foundation
import Glibc
import TestSupport
import Testing
import Wire

@testable import Journal

@Suite("A group of edits in the file is there as a whole, or not at all")
struct GroupAppendTests {
    private static let api = "https://api.example.org"

    private static func entries(_ count: Int) -> [Entry] {
        (0..<count).map { _ in
            Entry(.phone("1", "2"), of: .random(), op: .random())
        }
    }

    @Test(
        "A program that is killed in the middle of the write leaves none of them", arguments: [1, 200, 5_000, 199_999])
    func torn(_ missing: Int) async throws {
        try await withTemporaryFolder { folder in
            let path = folder + "/j/journal.jsonl"
            let whole: Int
            do {
                let journal = try EditJournal.open(directory: folder + "/j", api: Self.api).journal
                try journal.append(.group(EditGroup(name: "First"), Self.entries(1)))
                try journal.append(.group(EditGroup(name: "Tag vip"), Self.entries(1_000)))
                whole = try Data(contentsOf: URL(filePath: path)).count
            }
            // The newline at the end is not needed.
            #expect(truncate(path, whole - 1 - missing) == 0)
            let (journal, _) = try EditJournal.open(directory: folder + "/j", api: Self.api)
            #expect(journal.queue.count == 1 && journal.queue.groups.map(\.group.name) == ["First"])
        }
    }
}
