import FoundationEssentials
import Glibc
import TestSupport
import Testing

/// Real processes on disks that are full or may not be written.
@Suite("The journal of a process whose disk refuses")
struct RefusingDiskTests {
    /// Copies the probe to where an unprivileged user can run it, and has a shell run it as one: to root nothing is denied.
    private static let asNobody = """
        cp "$program" "$1/probe"
        if [ "$(id -u)" = 0 ]; then
            chown 65534:65534 "$1"
            nobody='setpriv --reuid=65534 --regid=65534 --clear-groups'
        fi
        probe() { $nobody "$1/probe" append "$2" --end "$3"; }

        """

    @Test("Where nothing may be made, there is no journal, and the reason is given")
    func nothingMayBeMade() async throws {
        try await withTemporaryFolder { folder in
            let line = Self.asNobody + #"chmod 500 "$1"; probe "$1" "$1/j" 3"#
            let result = try await Program("journal-probe").shell(line, [folder])
            #expect(result.status == 2)
            #expect(result.output.hasPrefix("not opened denied Cannot create \(folder)/j: Permission denied."))
            #expect(result.output.contains("set XDG_DATA_HOME to a directory of your own"))
        }
    }

    @Test("A journal that may not be written is read, and takes nothing")
    func nothingMayBeWritten() async throws {
        try await withTemporaryFolder { folder in
            let line =
                Self.asNobody + #"probe "$1" "$1/j" 3; chmod 400 "$1/j"/*; chmod 500 "$1/j"; probe "$1" "$1/j" 4"#
            let result = try await Program("journal-probe").shell(line, [folder])
            #expect(result.output == "saved 0\nsaved 1\nsaved 2\nrefused 3\n")
            #expect(result.status == 3)
        }
    }

    @Test("In a directory that may not be written a journal goes on, until a new file is needed")
    func directoryMayNotBeWritten() async throws {
        try await withTemporaryFolder { folder in
            // The fourth is a note, the first line of a kind that asks for a file of a later format.
            let line =
                Self.asNobody
                + #"probe "$1" "$1/j" 3; chmod 500 "$1/j"; probe "$1" "$1/j" 4; chmod 700 "$1/j"; probe "$1" "$1/j" 4"#
                + #"; chmod 500 "$1/j"; probe "$1" "$1/j" 6"#
            let result = try await Program("journal-probe").shell(line, [folder])
            #expect(
                result.output
                    == "saved 0\nsaved 1\nsaved 2\nNOT SAVED 3 denied\nsaved 3\nsaved 4\nsaved 5\n")
            #expect(result.status == 0)
        }
    }

    @Test("On a file system that is full an edit is not saved, says so, and all those before it are there")
    func full() async throws {
        try await withTemporaryFolder { folder in
            // Only root can mount one, and not in every container; a limit on files does for all others.
            let line = """
                unshare -m true 2> /dev/null || exit 99
                exec unshare -m sh -c '
                    mount -t tmpfs -o size=64k none "$1" || exit 99
                    "$program" append "$1/j" --end 1000 > "$1.out"
                    last=$(grep -c "^saved" "$1.out")
                    cat "$1.out"
                    exec "$program" append "$1/j" --end "$last"
                ' sh "$1"
                """
            let result = try await Program("journal-probe").shell(line, [folder])
            defer { try? FileManager.default.removeItem(atPath: folder + ".out") }
            guard result.status != 99 else { return }
            let lines = result.output.split(separator: "\n")
            #expect(lines.count > 50)
            #expect(lines.last?.hasPrefix("NOT SAVED \(lines.count - 1) noRoom") == true)
            #expect(result.status == 0)
        }
    }
}
