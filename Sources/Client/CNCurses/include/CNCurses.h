#pragma once

// ncurses as the terminal module needs it. Nothing of curses.h is visible through this header: its macros, constants
// and globals cannot be imported into Swift, and differ between builds of the library.
//
// ncurses is not safe to use from several threads: one isolation domain makes all calls.

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// MARK: - Locale

/// Decides by the environment which characters are written: UTF-8, or, when false, ASCII alone.
bool cncurses_set_locale(void);

// MARK: - Screen

/// Starts curses on standard input and output: raw, without echo, keypad on.
///
/// The terminal is looked for in the host's descriptions, in all the places where systems keep them, and then among those
/// inside the program. Returns false when none is known.
bool cncurses_open(const char *term);
/// Leaves curses without a trace: the screen and the line settings are as before.
void cncurses_close(void);
/// Gives the screen back to the shell for a while; the next flush takes it again.
void cncurses_leave(void);

/// Whether the terminal can place its cursor, without which nothing can be drawn.
bool cncurses_can_draw(void);
/// Prepares the eight basic colours on the default background; false when the terminal lacks either.
bool cncurses_start_colour(void);
/// A string capability, also one that only the extended description has; NULL when missing.
const char *cncurses_capability(const char *name);

void cncurses_size(int *rows, int *columns);
/// Asks the kernel for the size and takes it over; false when it was that size already.
bool cncurses_adopt_size(void);

enum cncurses_attribute {
    CNCURSES_BOLD = 1,
    CNCURSES_DIM = 2,
    CNCURSES_UNDERLINE = 4,
    CNCURSES_REVERSE = 8,
};

/// Puts one cell: a spacing scalar and its combining marks, at most four.
///
/// What a shared libc measures differently, or the locale cannot show, becomes a replacement of the same width, so that every
/// column stays where the grid has it. `colour` is 0 for the default, 1 to 7 for red to white.
void cncurses_put(
    int row, int column, uint32_t scalar, const uint32_t *marks, int mark_count, int width, unsigned attributes,
    int colour);
/// Blanks everything.
void cncurses_erase(void);
/// Places the cursor; a negative row hides it and leaves it wherever drawing ends.
void cncurses_place_cursor(int row, int column);
/// Sends what has changed; everything when `whole`.
void cncurses_flush(bool whole);

// MARK: - Signals

/// Makes HUP, TERM, INT, QUIT, WINCH, TSTP and CONT readable: each arrives as a byte with its number.
///
/// Returns the descriptor to read from, or -1 with errno set.
int cncurses_open_signals(void);
/// Stops the foreground job as the shell's `stty susp` key would, and returns once it is continued, or at once where
/// nothing may stop it (an orphaned process group).
void cncurses_stop_job(void);

// MARK: - Another program

/// Starts a program as the terminal's foreground job, found by PATH; `arguments` ends with NULL.
///
/// Returns its process, or -1. The caller must not read from the terminal until it has it back.
int cncurses_start_in_foreground(char *const *arguments);
/// Waits for its end, and continues it whenever it stops. Returns what a shell would report; 127 when it was not started.
int cncurses_wait_in_foreground(int process);
/// Makes this process's job the foreground one again, and throws away keys that nobody has read.
void cncurses_take_foreground(void);

// MARK: - Guard

/// Remembers the line settings as they are now.
void cncurses_save_terminal(void);
/// From now on a crash or an exit gives the terminal back first. Only async-signal-safe calls are made.
void cncurses_arm_guard(const char *bytes);
/// The terminal is the shell's: a crash has nothing to give back.
void cncurses_disarm_guard(void);
/// Sets the saved line settings without waiting for output to drain: all that can be done for a terminal that hangs.
void cncurses_restore_line(void);

// MARK: - Clipboard

/// Starts `tmux load-buffer -w -` on at most 56 kB; returns its process, or -1.
int cncurses_start_tmux(const uint8_t *bytes, size_t count);
