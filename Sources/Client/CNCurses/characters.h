#pragma once

#include <stdbool.h>
#include <stdint.h>

// How characters are written and how wide they are. A program with the C library inside has no locale of its host's to ask:
// it writes UTF-8 itself, and takes the widths that the grid has.

/// From now on UTF-8 is written; false where the C library cannot.
bool characters_start_utf8(void);
/// Whether it is; ASCII alone otherwise.
bool characters_are_utf8(void);
/// Notes the columns of a scalar, 0 to 2, before ncurses asks for them; for one and the same scalar always the same.
void characters_note_width(uint32_t scalar, int width);
