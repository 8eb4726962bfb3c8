"""What a terminal of type xterm-256color shows after some bytes: enough to count the cells that a frame changed."""

import re
import unicodedata

BLANK = (" ", "")

SEQUENCE = re.compile(
    r"\x1b\[(?P<private>[?>!]?)(?P<parameters>[0-9;:]*)[ -/]*(?P<final>[@-~])"
    r"|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)"
    r"|\x1b[()*+][0-9A-Za-z]"
    r"|\x1b(?P<escape>[0-9=>A-Za-z])"
    r"|(?P<control>[\x00-\x1f\x7f])"
    r"|(?P<text>[^\x00-\x1f\x7f]+)",
    re.DOTALL,
)


def width(character):
    if unicodedata.combining(character) or unicodedata.category(character) in ("Cf", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


class Screen:
    def __init__(self, rows, columns):
        self.rows, self.columns = rows, columns
        self.cells = [self._blank_row() for _ in range(rows)]
        self.row = self.column = 0
        self.style = ""
        self.saved = (0, 0)
        self.last = " "
        self.first_scrolled, self.last_scrolled = 0, rows - 1

    def _blank_row(self):
        return [BLANK] * self.columns

    def text(self):
        return "\n".join("".join(cell[0] for cell in row) for row in self.cells)

    def snapshot(self):
        return [row[:] for row in self.cells]

    def changes_since(self, snapshot):
        """The rows that look different, each as it was and as it is."""
        return [(past, row[:]) for past, row in zip(snapshot, self.cells) if past != row]

    def feed(self, data):
        for found in SEQUENCE.finditer(data.decode("utf-8", "replace")):
            if found["text"]:
                for character in found["text"]:
                    self._put(character)
            elif found["control"]:
                self._control(found["control"])
            elif found["escape"]:
                self._escape(found["escape"])
            elif found["final"] and not found["private"]:
                self._command(found["final"], found["parameters"])
            elif found["private"] == "?" and "1049" in found["parameters"]:
                self.cells = [self._blank_row() for _ in range(self.rows)]

    # MARK: Text

    def _put(self, character):
        cells = width(character)
        if cells == 0:
            return
        if self.column + cells > self.columns:
            self.column = 0
            self._line_feed()
        row = self.cells[self.row]
        row[self.column] = (character, self.style)
        if cells == 2:
            row[self.column + 1] = ("", self.style)
        self.column += cells
        self.last = character

    def _control(self, control):
        if control == "\r":
            self.column = 0
        elif control in "\n\v\f":
            self._line_feed()
        elif control == "\b":
            self.column = max(0, min(self.column, self.columns - 1) - 1)
        elif control == "\t":
            self.column = min(self.columns - 1, self.column // 8 * 8 + 8)

    def _line_feed(self):
        if self.row == self.last_scrolled:
            self._scroll(1)
        else:
            self.row = min(self.row + 1, self.rows - 1)

    def _escape(self, final):
        if final == "7":
            self.saved = (self.row, self.column)
        elif final == "8":
            self.row, self.column = self.saved
        elif final == "D":
            self._line_feed()
        elif final == "M":
            if self.row == self.first_scrolled:
                self._scroll(-1)
            else:
                self.row = max(0, self.row - 1)

    def _scroll(self, lines, first=None):
        """Moves the lines of the region up, or down for a negative number."""
        first, last = self.first_scrolled if first is None else first, self.last_scrolled
        for _ in range(min(abs(lines), self.rows)):
            if lines > 0:
                del self.cells[first]
                self.cells.insert(last, self._blank_row())
            else:
                del self.cells[last]
                self.cells.insert(first, self._blank_row())

    # MARK: Control sequences (ECMA-48)

    def _command(self, final, parameters):
        numbers = [int(part or 0) for part in parameters.replace(":", ";").split(";")]
        count = max(1, numbers[0])
        second = max(1, numbers[1]) if len(numbers) > 1 else 1
        row, column = self.row, min(self.column, self.columns - 1)
        match final:
            case "A": self._move(row - count, column)
            case "B" | "e": self._move(row + count, column)
            case "C" | "a": self._move(row, column + count)
            case "D": self._move(row, column - count)
            case "E": self._move(row + count, 0)
            case "F": self._move(row - count, 0)
            case "G" | "`": self._move(row, count - 1)
            case "H" | "f": self._move(count - 1, second - 1)
            case "d": self._move(count - 1, column)
            case "J": self._erase_display(numbers[0])
            case "K": self._erase_line(numbers[0])
            case "X": self._blank(row, column, column + count)
            case "P": self.cells[row] = (self.cells[row][:column] + self.cells[row][column + count:]
                                         + [BLANK] * count)[: self.columns]
            case "@": self.cells[row] = (self.cells[row][:column] + [BLANK] * count
                                         + self.cells[row][column:])[: self.columns]
            case "L": self._scroll(-count, first=row)
            case "M": self._scroll(count, first=row)
            case "S": self._scroll(count)
            case "T": self._scroll(-count)
            case "b":
                for _ in range(count):
                    self._put(self.last)
            case "m": self._style(parameters)
            case "r":
                self.first_scrolled = count - 1
                self.last_scrolled = min(self.rows, second if len(numbers) > 1 and numbers[1] else self.rows) - 1
                self._move(0, 0)
            case "s": self.saved = (row, column)
            case "u": self.row, self.column = self.saved

    def _move(self, row, column):
        self.row = max(0, min(row, self.rows - 1))
        self.column = max(0, min(column, self.columns - 1))

    def _blank(self, row, start, end):
        for column in range(max(0, start), min(end, self.columns)):
            self.cells[row][column] = BLANK

    def _erase_line(self, part):
        start = self.column if part == 0 else 0
        self._blank(self.row, start, self.column + 1 if part == 1 else self.columns)

    def _erase_display(self, part):
        before, after = part in (1, 2, 3), part in (0, 2, 3)
        self._erase_line(2 if before and after else part)
        for row in range(self.rows):
            if (row < self.row and before) or (row > self.row and after):
                self.cells[row] = self._blank_row()

    def _style(self, parameters):
        """Keeps the attributes in force as one string: equal looks of one program come out equal."""
        attributes = dict(part.split("=") for part in self.style.split(",") if part)
        codes = [int(part or 0) for part in parameters.replace(":", ";").split(";")]
        while codes:
            code = codes.pop(0)
            if code == 0:
                attributes = {}
            elif code in (38, 48) and codes:
                length = 2 if codes[0] == 5 else 4
                attributes[str(code)] = "/".join(map(str, codes[:length]))
                del codes[:length]
            elif code in (39, 49):
                attributes.pop(str(code - 1), None)
            elif 30 <= code < 38 or 90 <= code < 98:
                attributes["38"] = str(code)
            elif 40 <= code < 48 or 100 <= code < 108:
                attributes["48"] = str(code)
            elif 21 <= code < 30:
                for on in {22: "12", 25: "5", 24: "4", 27: "7", 23: "3"}.get(code, ""):
                    attributes.pop(on, None)
            else:
                attributes[str(code)] = "1"
        self.style = ",".join(f"{key}={value}" for key, value in sorted(attributes.items()))
