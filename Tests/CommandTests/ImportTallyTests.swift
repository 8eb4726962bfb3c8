import Testing

@testable import Commands
@testable import Transfer

@Suite("What an import has come to")
struct ImportTallyTests {
    @Test("Who was restored is counted beside what has become of the line since")
    func restored() {
        var tally = ImportRun.Tally()
        tally.add(.restored(.unchanged), line: 2)
        tally.add(.restored(.refused("cannot be taken")), line: 3)
        tally.add(.created, line: 4)
        #expect(tally.text == "1 created, 0 updated, 1 unchanged, 0 differ, 1 refused, 2 restored")
        #expect(tally.done == 3 && tally.refusals == [3: "cannot be taken"])
    }
}
