#pragma once

#include <stdint.h>

/// Opens the outer end of a new pseudoterminal of the given size; -1 with errno set on failure.
int pseudoterminal_open(int rows, int columns);
/// Sets the size, as a window does that is dragged.
int pseudoterminal_resize(int terminal, int rows, int columns);
/// Starts a program in a session of its own with the terminal as its controlling one and as its standard streams.
/// No signal is ignored or blocked. Where `leaks` is not 0, the program finds the outer end open as that descriptor, as some
/// wrappers leave it. Returns the process, or -1 with errno set.
int pseudoterminal_spawn(int terminal, int leaks, char *const arguments[], char *const environment[]);
/// The columns that libc gives a scalar in C.UTF-8: wcwidth(3).
int pseudoterminal_width(uint32_t scalar);
