import Foundation
import TestSupport
import Testing

@Suite("Where an export goes")
struct ExportDestinationTests {
    private func isLink(_ path: String) -> Bool {
        (try? FileManager.default.destinationOfSymbolicLink(atPath: path)) != nil
    }

    @Test("A link stays, and the file that it leads to is written", arguments: ["/real/all.jsonl", "real/all.jsonl"])
    func link(_ target: String) async throws {
        try await Shell.beside(["--sample", "3"]) { shell in
            let folder = shell.folder
            try FileManager.default.createDirectory(atPath: folder + "/real", withIntermediateDirectories: false)
            try Data("old".utf8).write(to: URL(filePath: folder + "/real/all.jsonl"))
            let target = target.hasPrefix("/") ? folder + target : target
            try FileManager.default.createSymbolicLink(atPath: folder + "/second.jsonl", withDestinationPath: target)
            try FileManager.default.createSymbolicLink(
                atPath: folder + "/first.jsonl", withDestinationPath: "second.jsonl")
            let refused = try await shell.run("export", folder + "/first.jsonl")
            #expect(refused.status == 73 && refused.error.contains("add --force"), "\(refused.error)")
            #expect(try shell.text(of: "real/all.jsonl") == "old")
            let exported = try await shell.run("export", "--force", folder + "/first.jsonl")
            #expect(exported.status == 0, "\(exported.error)")
            #expect(isLink(folder + "/first.jsonl") && isLink(folder + "/second.jsonl"))
            #expect(!isLink(folder + "/real/all.jsonl"))
            #expect(try shell.text(of: "real/all.jsonl").split(separator: "\n").count == 3)
            #expect(try shell.files.sorted() == ["first.jsonl", "real", "second.jsonl"])
        }
    }

    @Test("A link to nothing makes the file, and a failed export leaves both as they were")
    func danglingLink() async throws {
        try await Shell.beside(["--sample", "3"]) { shell in
            let folder = shell.folder
            try FileManager.default.createSymbolicLink(
                atPath: folder + "/all.jsonl", withDestinationPath: "later.jsonl")
            var away = shell
            away.customers.environment["CUSTOMERS_API_URL"] = "http://127.0.0.1:9"
            #expect(try await away.run("export", folder + "/all.jsonl").status == 69)
            #expect(try shell.files == ["all.jsonl"])
            #expect(try await shell.run("export", folder + "/all.jsonl").status == 0)
            #expect(isLink(folder + "/all.jsonl"))
            #expect(try shell.text(of: "later.jsonl").split(separator: "\n").count == 3)
        }
    }

    @Test("A link that leads in a circle is refused")
    func circle() async throws {
        try await Shell.without(url: "http://127.0.0.1:9") { shell in
            let path = shell.folder + "/a"
            try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "b")
            try FileManager.default.createSymbolicLink(atPath: shell.folder + "/b", withDestinationPath: "a")
            let refused = try await shell.run("export", path)
            #expect(refused.status == 73)
            #expect(
                refused.error.contains("Cannot create \(path): Too many levels of symbolic links."), "\(refused.error)")
        }
    }

    @Test("A pipe gets what is written, by its name and through a link, and is still there")
    func pipe() async throws {
        try await Shell.beside(["--sample", "3"]) { shell in
            let line = """
                mkfifo "$HOME/pipe" && ln -s pipe "$HOME/link"
                for name in pipe link; do
                    cat "$HOME/$name" & "$program" export --jsonl "$HOME/$name" || exit; wait $!
                done
                test -p "$HOME/pipe" && test -L "$HOME/link"
                """
            let done = try await shell.customers.shell(line)
            #expect(done.status == 0, "\(done.error)")
            #expect(done.output.split(separator: "\n").count == 6)
        }
    }

    @Test("A signal ends the wait for a reader of a pipe, and a reader who comes late gets everything")
    func unreadPipe() async throws {
        try await Shell.beside(["--sample", "3"]) { shell in
            let line = """
                mkfifo "$HOME/pipe"
                "$program" export --jsonl "$HOME/pipe" & pid=$!
                sleep 1; kill -TERM $pid; wait $pid; echo $?
                "$program" export --jsonl "$HOME/pipe" & pid=$!
                sleep 1; cat "$HOME/pipe"; wait $pid
                """
            let done = try await shell.customers.shell(line)
            #expect(done.status == 0 && done.error.contains("Interrupted"), "\(done.error)")
            let lines = done.output.split(separator: "\n")
            #expect(lines.first == "75" && lines.count == 4, "\(done.output)")
        }
    }

    @Test("A device gets what is written, and so does a descriptor by its path")
    func devices() async throws {
        try await Shell.beside(["--sample", "3"]) { shell in
            let nothing = try await shell.run("export", "/dev/null")
            #expect(nothing.status == 0 && nothing.error.contains("3 customers in /dev/null."), "\(nothing.error)")
            let lines = try await shell.run("export", "/dev/stdout")
            #expect(lines.output.split(separator: "\n").count == 3)
            // What was there before stays before it.
            let line = "{ echo first; \"$program\" export /dev/fd/7; echo last; } 7> \"$HOME/all\" >&7"
            #expect(try await shell.customers.shell(line).status == 0)
            let all = try shell.text(of: "all").split(separator: "\n")
            #expect((all.first, all.last, all.count) == ("first", "last", 5))
        }
    }

    @Test("A full device is a failure")
    func fullDevice() async throws {
        try await Shell.beside(["--sample", "3"]) { shell in
            let refused = try await shell.run("export", "/dev/full")
            #expect(refused.status == 74)
            #expect(refused.error.contains("Cannot write /dev/full: No space left on device."), "\(refused.error)")
        }
    }
}
