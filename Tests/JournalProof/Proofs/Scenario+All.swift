import Disks
import Files
import Journal

/// Everything that is done to a journal's files.
extension Scenario {
    package static let all: [Scenario] = [
        creation, append, group, twice, lackingNewline, compaction, cutTail, nulTail, unfinishedGroup, badLine,
        badHeader, deleted, replaced, movedOn, wipe, oldOnly, failedSync, refresh, firstCompacts, neighbourKilled,
        bulk, bulkUndone, bulkCompacted, olderProgram, notes, notesCompacted, erasure,
    ]

    static let three = after {
        $0.enter()
        $0.enter(2)
    }

    package static let creation = Scenario("the first edit of all", on: home) {
        $0.open()
        $0.enter()
    }
    package static let append = Scenario("an edit", on: three) {
        $0.open()
        $0.enter()
    }
    package static let group = Scenario("three edits at once", on: three) {
        $0.open()
        $0.enter(3)
    }
    package static let twice = Scenario("two edits one after the other", on: three) {
        $0.open()
        $0.enter()
        $0.enter()
    }

    /// The first of them closes the file to older programs.
    package static let bulk = Scenario("edits that belong together, in two appends", on: three) {
        $0.open()
        $0.enterGroup(3, 2)
    }

    /// The first of them closes the file to older programs.
    package static let notes = Scenario("notes and restorations, and an edit", on: three) {
        $0.open()
        $0.enterNotes(3)
        $0.enter()
    }

    static let notesCompacted = Scenario(
        "compaction of notes and restorations, and one more",
        on: after {
            $0.enterNotes(6)
            $0.discard(4)
        }
    ) {
        $0.open()
        $0.compact()
        $0.enterNotes()
    }

    static let erasure = Scenario(
        "a person is erased while edits wait",
        on: after {
            $0.enterNotes(2)
            $0.enter(2)
            $0.enterNotes()
        }
    ) {
        $0.open()
        $0.purge()
        $0.enter()
    }

    static let bulkUndone = Scenario("edits that belong together, taken back as one", on: after { $0.enterGroup(2, 2) })
    {
        $0.open()
        $0.undoGroup()
        $0.enter()
    }

    static let bulkCompacted = Scenario(
        "compaction of edits that belong together, and more of them",
        on: after {
            $0.enterGroup(6)
            $0.discard(5)
        }
    ) {
        $0.open()
        $0.compact()
        $0.enterGroup(2)
    }

    /// It sends, and has the file open that a later version closes to it.
    static let olderProgram: Scenario = {
        var scenario = Scenario("a program of version 1 beside a later one", on: three) { life in
            life.open(version: 1)
            life.becomeSender()
            life.enter()
            life.letAnotherProgram {
                $0.open()
                $0.enterGroup(2, 1)
            }
            life.refresh()
            life.enter()
        }
        scenario.isOutdated = true
        return scenario
    }()

    static let lackingNewline = Scenario(
        "an edit after a line without its newline", on: changed(three) { $0.removeLast() }
    ) {
        $0.open()
        $0.enter()
    }

    /// Some kilobytes are dead.
    private static let mostlyDead = after {
        $0.enter(6)
        $0.discard(5)
    }

    package static let compaction = Scenario("compaction and an edit", on: mostlyDead) {
        $0.open()
        $0.compact()
        $0.enter()
    }

    /// The same, with what a write that was torn leaves behind it.
    package static let cutTail = Scenario(
        "a tail that was cut off", on: changed(three) { $0 += $0.suffix(200).dropLast(40) }
    ) {
        $0.open()
        $0.enter()
    }

    static let nulTail = Scenario("a tail of NUL", on: changed(three) { $0 += Array(repeating: 0, count: 100) }) {
        $0.open()
        $0.enter()
    }

    /// The last of three lines that belong together is missing.
    static let unfinishedGroup: Scenario = {
        var ground = changed(
            after {
                $0.enter()
                $0.enter(3)
            }
        ) { bytes in
            bytes = bytes.withoutLines(fromEnd: 0..<1)
        }
        ground.account.release(ground.account.attempted.suffix(3))
        return Scenario("three edits at once that were cut off", on: ground) {
            $0.open()
            $0.enter()
        }
    }()

    static let badLine: Scenario = {
        var ground = changed(
            after {
                $0.enter()
                $0.enter()
                $0.enter()
                $0.enter()
            }
        ) { bytes in
            bytes[bytes.lines[2].lowerBound + 70] ^= 1
        }
        ground.account.release([ground.account.attempted[1]])
        var scenario = Scenario("a damaged line", on: ground) {
            $0.open()
            $0.enter()
        }
        scenario.isDamaged = true
        return scenario
    }()

    static let badHeader: Scenario = {
        var scenario = Scenario("a damaged first line", on: changed(three) { $0[20] ^= 1 }) {
            $0.open()
            $0.enter()
        }
        (scenario.isDamaged, scenario.isHeld) = (true, true)
        return scenario
    }()

    static let deleted: Scenario = {
        var scenario = Scenario("the file deleted under a running program", on: three) { life in
            life.open()
            life.loseFile()
        }
        scenario.isDamaged = true
        return scenario
    }()

    /// Another program's journal in its place.
    static let replaced: Scenario = {
        var scenario = Scenario("the file replaced under a running program", on: three) { life in
            life.open()
            life.replaceByAnother()
            life.enter()
        }
        scenario.isDamaged = true
        return scenario
    }()

    static let movedOn: Scenario = {
        let other = "https://other.example.org"
        let ground = after {
            $0.enter(2)
            $0.discard(2)
        }
        var scenario = Scenario("another API once all is done", on: ground) {
            $0.open(api: other)
            $0.enter()
        }
        scenario.api = other
        return scenario
    }()

    static let wipe: Scenario = {
        var scenario = Scenario("a wipe and an edit", on: three) {
            $0.open()
            $0.wipe()
            $0.enter()
        }
        scenario.undoesOthers = true
        return scenario
    }()

    /// Only the generation before is there.
    static let oldOnly: Scenario = {
        let bytes = three.image[Life.path] ?? []
        let directories = ["/home", "/home/data", "/home/data/customers", Life.directory]
        let image = DiskImage(directories: directories, files: [Life.path + ".old": bytes])
        var scenario = Scenario("only the generation before", on: (image, three.account)) {
            $0.open()
            $0.enter()
        }
        (scenario.isDamaged, scenario.isHeld) = (true, true)
        return scenario
    }()

    static let failedSync: Scenario = {
        var scenario = Scenario("an edit whose sync fails", on: three) {
            $0.open()
            $0.enter()
            $0.enter()
        }
        // The disk has a hole then, if the program is killed before it has moved on to another file.
        scenario.isDamaged = true
        // The first sync makes sure of what was found; the second is the edit's.
        scenario.rule = { $0.call == .fdatasync(Life.path) && $0.repetition == 1 ? .fail(.inputOutput) : .pass }
        return scenario
    }()

    static let firstCompacts = Scenario("two programs, of which the first compacts", on: mostlyDead) { life in
        life.open()
        life.compact()
        life.letAnotherProgram {
            $0.open()
            $0.enter()
        }
        life.enter()
    }

    static let neighbourKilled: Scenario = {
        var scenario = Scenario("a program beside one that is killed in an append", on: mostlyDead) { life in
            life.open()
            life.letAnotherProgram {
                $0.open()
                $0.compact()
            }
            life.letAnotherProgramBeKilled {
                $0.open()
                $0.enter(3)
            }
            life.enter()
        }
        // The end of the file is cut off as if nobody had come after it.
        scenario.undoesOthers = true
        return scenario
    }()

    package static let refresh = Scenario("two programs in turn", on: mostlyDead) { life in
        life.open()
        life.letAnotherProgram {
            $0.open()
            $0.enter()
        }
        life.refresh()
        life.enter()
        life.letAnotherProgram {
            $0.open()
            $0.compact()
            $0.enter(2)
        }
        life.enter()
    }
}

extension Life {
    /// Lets another program that has the same journal do something in between.
    mutating func letAnotherProgram(_ play: (inout Life) -> Void) {
        var other = Life(disk, account)
        play(&other)
        other.end()
        takeOver(other.account)
    }

    /// The same, but of what it wrote in the end only the beginning arrives.
    mutating func letAnotherProgramBeKilled(_ play: (inout Life) -> Void) {
        let saved = account.acknowledged
        letAnotherProgram(play)
        let cut = account.acknowledged.subtracting(saved)
        // Without its lines the end of the file is somebody else's.
        guard !cut.isEmpty else { return }
        release(cut)
        disk.cut(Self.path, by: 300)
    }

    /// Puts a copy in the file's place, as an editor or a restored backup does.
    func replaceByAnother() {
        let copy = Self.path + ".copy"
        guard let old = try? disk.open(Self.path, .reading), let size = try? disk.fstat(old).size,
            let bytes = try? disk.pread(old, count: size, at: 0), let new = try? disk.open(copy, .new)
        else { return }
        defer {
            disk.close(old)
            disk.close(new)
        }
        // Nobody puts a file in another's place that the disk does not have.
        guard (try? disk.write(new, bytes)) == bytes.count, (try? disk.fdatasync(new)) != nil else { return }
        try? disk.rename(copy, to: Self.path)
    }
}

extension [UInt8] {
    /// The lines' ranges, newlines left out.
    package var lines: [Range<Int>] {
        split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { $0.startIndex..<$0.endIndex }
            .filter { !$0.isEmpty }
    }

    /// Without some of the last lines, counted from the end.
    func withoutLines(fromEnd range: Range<Int>) -> [UInt8] {
        let kept = lines.reversed().enumerated().filter { !range.contains($0.offset) }.map(\.element).reversed()
        return kept.flatMap { self[$0] + [UInt8(ascii: "\n")] }
    }
}
