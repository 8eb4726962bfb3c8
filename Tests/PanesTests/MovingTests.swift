import Testing

@testable import Panes

@Suite("Keys that move through rows")
struct MovingTests {
    @Test(
        "Lead by rows, pages and numbers, and never past the ends",
        arguments: [
            (Command.moveDown, nil, 6), (.moveDown, 3, 8), (.moveDown, 90, 19), (.moveUp, nil, 4), (.moveUp, 90, 0),
            (.pageDown, nil, 12), (.pageDown, 2, 19), (.pageUp, nil, 0), (.halfPageDown, nil, 8), (.halfPageUp, nil, 2),
            (.goToTop, nil, 0), (.goToTop, 7, 6), (.goToTop, 99, 19), (.goToBottom, nil, 19), (.goToBottom, 3, 2),
        ] as [(Command, Int?, Int)])
    func rows(_ command: Command, _ count: Int?, _ expected: Int) {
        #expect(command.row(from: 5, count: count, of: 20, page: 7) == expected)
    }

    @Test("Stop where the last line is the last one that is seen")
    func lines() {
        #expect(Command.goToBottom.top(from: 0, of: 20, page: 7) == 13)
        #expect(Command.pageDown.top(from: 10, of: 20, page: 7) == 13)
        #expect(Command.moveUp.top(from: 99, of: 20, page: 7) == 12, "what was seen is what is left to see")
        #expect(Command.goToBottom.top(from: 0, of: 3, page: 7) == 0)
    }

    @Test("Lead nowhere where there is nothing, or too little room for a row")
    func nothing() {
        #expect(Command.moveDown.row(from: 0, of: 0, page: 0) == 0)
        #expect(Command.halfPageDown.row(from: 0, of: 5, page: 0) == 1)
        #expect(Command.edit.row(from: 3, of: 5, page: 2) == nil && Command.edit.top(from: 3, of: 5, page: 2) == nil)
    }
}
