#define _GNU_SOURCE
#define NCURSES_WIDECHAR 1
#define NCURSES_NOMACROS 1

#include "CNCurses.h"
#include "characters.h"
#include "descriptions.h"

#include <curses.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <wchar.h>

static SCREEN *screen;

/// newterm and not initscr, which exits the process when it does not know the terminal (curs_initscr(3X)).
static SCREEN *open_by_host(const char *term) {
    return newterm(term, stdout, stdin);
}

/// Tries again with a variable of the environment that leads elsewhere, and puts it back: it is not for children.
static SCREEN *open_with(const char *variable, const char *value, const char *term) {
    const char *found = getenv(variable);
    char *before = found == NULL ? NULL : strdup(found);
    setenv(variable, value, 1);
    SCREEN *opened = open_by_host(term);
    if (before == NULL) unsetenv(variable);
    else setenv(variable, before, 1);
    free(before);
    return opened;
}

static SCREEN *open_described(const char *term) {
    SCREEN *opened = open_by_host(term);
    if (opened == NULL) opened = open_with("TERMINFO_DIRS", DESCRIPTION_FOLDERS, term);
    const char *description = descriptions_find(term);
    if (opened == NULL && description != NULL) opened = open_with("TERMINFO", description, term);
    return opened;
}

bool cncurses_open(const char *term) {
    screen = open_described(term);
    if (screen == NULL) return false;
    raw();
    noecho();
    nonl();
    keypad(stdscr, TRUE);
    // Input is read before a frame is drawn, never in between: no frame is cut short by keys that wait.
    typeahead(-1);
    return true;
}

void cncurses_close(void) {
    if (screen == NULL) return;
    if (!isendwin()) endwin();
    delscreen(screen);
    screen = NULL;
}

void cncurses_leave(void) {
    endwin();
}

bool cncurses_start_colour(void) {
    if (!has_colors() || start_color() == ERR || use_default_colors() == ERR) return false;
    for (short colour = COLOR_RED; colour <= COLOR_WHITE; colour++) init_pair(colour, colour, -1);
    return true;
}

// MARK: - Size

void cncurses_size(int *rows, int *columns) {
    getmaxyx(stdscr, *rows, *columns);
}

bool cncurses_adopt_size(void) {
    struct winsize size;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_row == 0 || size.ws_col == 0) return false;
    if (!is_term_resized(size.ws_row, size.ws_col)) return false;
    // resize_term and not resizeterm, which queues a KEY_RESIZE that nobody reads.
    resize_term(size.ws_row, size.ws_col);
    return true;
}

// MARK: - Drawing

static attr_t curses_attributes(unsigned attributes) {
    attr_t result = A_NORMAL;
    if (attributes & CNCURSES_BOLD) result |= A_BOLD;
    if (attributes & CNCURSES_DIM) result |= A_DIM;
    if (attributes & CNCURSES_UNDERLINE) result |= A_UNDERLINE;
    if (attributes & CNCURSES_REVERSE) result |= A_REVERSE;
    return result;
}

/// Whether ncurses will take a scalar to be as wide as the grid does.
static bool is_agreed_width(uint32_t scalar, int width) {
    characters_note_width(scalar, width);
    return wcwidth((wchar_t)scalar) == width;
}

/// Whether the scalar can be written with its marks, each of the width that the grid has for it.
static bool is_agreed(uint32_t scalar, const uint32_t *marks, int mark_count, int width) {
    if (scalar >= 0x20 && scalar < 0x7F && mark_count == 0) return width == 1;
    if (mark_count >= CCHARW_MAX || !characters_are_utf8() || !is_agreed_width(scalar, width)) return false;
    for (int i = 0; i < mark_count; i++) {
        if (!is_agreed_width(marks[i], 0)) return false;
    }
    return true;
}

/// Writes a cell without moving on from it, so that the bottom right one cannot scroll the screen.
static void put(int row, int column, const wchar_t *text, unsigned attributes, int colour) {
    cchar_t cell;
    if (setcchar(&cell, text, curses_attributes(attributes), (short)colour, NULL) == OK) {
        mvwadd_wchnstr(stdscr, row, column, &cell, 1);
    }
}

void cncurses_put(
    int row, int column, uint32_t scalar, const uint32_t *marks, int mark_count, int width, unsigned attributes,
    int colour
) {
    wchar_t text[CCHARW_MAX + 1] = {0};
    if (is_agreed(scalar, marks, mark_count, width)) {
        text[0] = (wchar_t)scalar;
        for (int i = 0; i < mark_count; i++) text[i + 1] = (wchar_t)marks[i];
        put(row, column, text, attributes, colour);
        return;
    }
    text[0] = characters_are_utf8() ? L'\uFFFD' : L'?';
    for (int i = 0; i < width; i++) put(row, column + i, text, attributes, colour);
}

void cncurses_erase(void) {
    werase(stdscr);
}

void cncurses_place_cursor(int row, int column) {
    bool visible = row >= 0;
    curs_set(visible);
    leaveok(stdscr, !visible);
    if (visible) wmove(stdscr, row, column);
}

void cncurses_flush(bool whole) {
    if (whole) clearok(curscr, TRUE);
    wnoutrefresh(stdscr);
    doupdate();
}
