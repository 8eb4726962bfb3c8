"""How few bytes can tell a terminal of type xterm-256color that some rows have changed.

Text takes its bytes in UTF-8; beyond it there are the cursor's moves (CR LF, tab, CUP, CUF, HPA), erasing (ECH, EL) and
repeating (REP). Attributes are taken to cost nothing, and text is not moved sideways, so no program that writes the
changed cells anew needs fewer bytes than `frame` says."""

NEVER = 1 << 30
# ESC [ row ; column H, with the fewest digits; CR LF.
ADDRESS = 6
NEW_LINE = 2


def sequence(number):
    """CSI, a number that is left out when it is 1, and a final byte."""
    return 3 if number == 1 else 3 + len(str(number))


def hop(start, end):
    """From column to column, over cells that stay."""
    return min(sequence(end - start), sequence(end + 1))


def own_text(changes):
    """The bytes of the changed cells' own text."""
    return sum(len(new[0].encode()) for old_row, new_row in changes for old, new in zip(old_row, new_row) if old != new)


def frame(changes):
    return sum(row(old, new) for old, new in changes)


def row(old, new):
    changed = [column for column in range(len(new)) if old[column] != new[column]]
    last, following = changed[-1], changed[-1]
    # costs[x]: from the cursor at x to the last changed cell, with everything before x as it shall be.
    costs = [NEVER] * (last + 1) + [0, 0]
    for column in range(last, -1, -1):
        if old[column] != new[column]:
            following = column
        costs[column] = min(from_here(new, costs, column, last), over_what_stays(costs, column, following))
    return min(NEW_LINE + costs[0], ADDRESS + min(costs[: changed[0] + 1]))


def from_here(new, costs, column, last):
    """Writes, erases or repeats the cell at the cursor."""
    text = new[column][0]
    if not text:
        return NEVER  # The right half of a wide sign.
    size, cells = len(text.encode()), 2 if column + 1 < len(new) and not new[column + 1][0] else 1
    least = size + costs[column + cells]
    end = column + 1
    while end < len(new) and new[end] == new[column]:
        end += 1
        to_the_end = costs[min(end, last + 1)]
        if cells == 1:
            least = min(least, size + sequence(end - column - 1) + to_the_end)
        if text == " ":
            move = hop(column, end) if end <= last else 0
            least = min(least, sequence(end - column) + move + to_the_end)
    return min(least, sequence(1)) if text == " " and end == len(new) else least


def over_what_stays(costs, column, following):
    if following == column:
        return NEVER
    stop = column // 8 * 8 + 8
    return min(hop(column, following) + costs[following], 1 + costs[stop] if stop <= following else NEVER)
