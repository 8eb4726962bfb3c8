import Randomness
import Screen
import TestSupport
import Testing

@Suite("The grid of cells")
struct GridTests {
    private func grid(_ rows: Int = 3, _ columns: Int = 10) -> Grid {
        Grid(Size(rows: rows, columns: columns))
    }

    @Test("Text outside the grid is cut, on every side")
    func clipping() {
        var grid = grid()
        grid.write("0123456789abc", row: 0, column: 5)
        grid.write("left", row: 1, column: -2)
        grid.write("below", row: 3, column: 0)
        grid.write("above", row: -1, column: 0)
        grid.write("beside", row: 2, column: 10)
        #expect(grid.lines == ["     01234", "ft", ""])
    }

    @Test("Text is cut to the columns it is given")
    func columns() {
        var grid = grid()
        #expect(grid.write("abcdef", row: 0, column: 2, columns: 3) == 3)
        #expect(grid.write("漢字", row: 1, column: 0, columns: 3) == 2)
        #expect(grid.lines == ["  abc", "漢", ""])
    }

    @Test("A wide sign that does not fit before the edge is left out whole")
    func wideAtEdge() {
        var grid = grid(1, 3)
        grid.write("ab漢", row: 0, column: 0)
        #expect(grid.lines == ["ab"])
        #expect(grid[0, 2] == .blank)
    }

    @Test("Overwriting one half of a wide sign blanks the other", arguments: [(2, " x"), (1, "x")])
    func halves(_ column: Int, _ expected: String) {
        var grid = grid(1, 6)
        grid.write("漢", row: 0, column: 1)
        grid.write("x", row: 0, column: column)
        #expect(grid.lines == [" " + expected])
    }

    @Test("Whatever is written, a row's widths add up to its columns and wide halves are paired")
    func invariant() {
        var random = SplitMix(seed: 11)
        for _ in 0..<300 {
            var grid = grid(4, 17)
            for _ in 0..<30 {
                let text = HostileText.corpus.randomElement(using: &random) ?? ""
                grid.write(
                    text, row: .random(in: -1...4, using: &random), column: .random(in: -20...20, using: &random),
                    columns: .random(in: 0...30, using: &random))
            }
            for row in 0..<4 {
                let cells = Array(grid.row(row))
                #expect(cells.reduce(0) { $0 + $1.width } == 17)
                for (index, cell) in cells.enumerated() where cell.width == 0 {
                    #expect(index > 0 && cells[index - 1].width == 2)
                }
            }
        }
    }

    @Test("Combining marks stay with their letter, and go with it")
    func marks() {
        var grid = grid(1, 4)
        let plain = grid
        grid.write("e\u{301}x", row: 0, column: 1)
        #expect(grid.lines == [" e\u{301}x"])
        #expect(grid.marks(0, 1) == [0x301] && grid.marks(0, 2) == [])
        var other = plain
        other.write("e\u{300}x", row: 0, column: 1)
        #expect(!grid.hasSameRow(0, as: other) && grid != other)
        grid.clear(Rectangle(row: 0, column: 0, rows: 1, columns: 4))
        #expect(grid == plain && grid.hasSameRow(0, as: plain))
    }

    @Test("A cell takes eight bytes")
    func size() {
        #expect(MemoryLayout<Cell>.stride == 8)
    }

    @Test("Clearing a rectangle leaves the rest")
    func clearing() {
        var grid = grid(2, 5)
        grid.write("aaaaa", row: 0, column: 0)
        grid.write("bbbbb", row: 1, column: 0)
        grid.clear(Rectangle(row: 0, column: 1, rows: 9, columns: 2))
        #expect(grid.lines == ["a  aa", "b  bb"])
    }

    @Test("Restyling changes the look and not the text")
    func restyling() {
        var grid = grid(1, 4)
        grid.write("abcd", row: 0, column: 0)
        grid.restyle(row: 0, columns: 1..<9) { $0.attributes.insert(.reverse) }
        #expect(grid.lines == ["abcd"])
        #expect((0..<4).map { grid[0, $0].style.attributes.contains(.reverse) } == [false, true, true, true])
    }
}
