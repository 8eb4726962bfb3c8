import Domain
import Foundation
import Synchronization
import TestSupport
import Testing

@testable import customers_api

@Suite("Files that a server follows")
struct WatchedFilesTests {
    /// What a reading comes to, whatever the file looks like.
    private final class Source: Sendable {
        private let state = Mutex<(text: String?, readings: Int)>(("first", 0))

        var text: String? {
            get { state.withLock { $0.text } }
            set { state.withLock { $0.text = newValue } }
        }
        var readings: Int { state.withLock { $0.readings } }

        func read() throws(StartFailure) -> String {
            let text = state.withLock { state in
                state.readings += 1
                return state.text
            }
            guard let text else { throw StartFailure(.inputOutput, "too many open files") }
            return text
        }
    }

    private func watched(_ source: Source, _ paths: String...) throws -> WatchedFiles<String> {
        try WatchedFiles(paths) { () throws(StartFailure) in try source.read() }
    }

    private func words(_ news: WatchedFiles<String>.News?) -> String? {
        switch news {
        case nil: nil
        case .read(let text): "read: \(text)"
        case .failed(let cause): "failed: \(cause)"
        }
    }

    /// What is said at each of so many looks.
    private func looks(_ count: Int, at files: WatchedFiles<String>) -> [String?] {
        (0..<count).map { _ in words(files.readIfChanged()) }
    }

    /// Performs `body` with a file that is followed, and was looked at until it rests.
    private func following(
        _ body: (_ path: String, Source, WatchedFiles<String>) async throws -> Void
    ) async throws {
        try await withTemporaryFolder { folder in
            let (path, source) = (folder + "/file", Source())
            try write("x", path)
            let files = try watched(source, path)
            _ = looks(3, at: files)
            try await body(path, source, files)
        }
    }

    private func write(_ text: String, _ path: String) throws {
        try Data(text.utf8).write(to: URL(filePath: path))
    }

    @Test("A file that nobody changes is read once more, and then left alone")
    func settled() async throws {
        try await withTemporaryFolder { folder in
            try write("x", folder + "/file")
            let source = Source()
            let files = try watched(source, folder + "/file")
            #expect(looks(5, at: files) == [nil, nil, nil, nil, nil] && source.readings == 2)
        }
    }

    @Test(
        "What could not be read is tried at each look until it can be, though the file stays as it is; each is said once"
    )
    func failed() async throws {
        try await following { _, source, files in
            source.text = nil
            #expect(words(files.readAnew()) == "failed: too many open files" && files.value == "first")
            #expect(looks(3, at: files) == [nil, nil, nil] && source.readings == 6 && files.value == "first")
            source.text = "first"
            #expect(looks(3, at: files) == ["read: first", nil, nil], "well again")
            source.text = nil
            _ = files.readAnew()
            source.text = "second"
            #expect(looks(2, at: files) == ["read: second", nil] && files.value == "second")
        }
    }

    @Test("A value that could not be read at its change comes when it can be")
    func failedChange() async throws {
        try await following { path, source, files in
            source.text = nil
            try write("longer", path)
            #expect(looks(3, at: files) == [nil, "failed: too many open files", nil])
            source.text = "second"
            #expect(looks(2, at: files) == ["read: second", nil])
        }
    }

    @Test("Of several files, none is read while one of them changes from look to look")
    func writing() async throws {
        try await withTemporaryFolder { folder in
            for name in ["one", "two"] { try write("", "\(folder)/\(name)") }
            let source = Source()
            let files = try watched(source, folder + "/one", folder + "/two")
            _ = looks(3, at: files)
            source.text = "second"
            for length in 1...3 {
                try write(String(repeating: "x", count: length), folder + (length == 2 ? "/one" : "/two"))
                #expect(looks(1, at: files) == [nil] && files.value == "first")
            }
            #expect(looks(2, at: files) == ["read: second", nil])
        }
    }

    @Test("What is asked for is read at once, and again when nobody is writing")
    func asked() async throws {
        try await following { _, source, files in
            source.text = "half"
            #expect(words(files.readAnew()) == "read: half")
            source.text = "whole"
            #expect(looks(2, at: files) == ["read: whole", nil])
        }
    }
}
