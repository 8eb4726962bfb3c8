#include "CNCurses.h"

#include <curses.h>
#include <term.h>

const char *cncurses_capability(const char *name) {
    const char *value = tigetstr((char *)name);
    // (char *)-1 is for names that are not strings (curs_terminfo(3X)).
    return value == (char *)-1 ? NULL : value;
}

bool cncurses_can_draw(void) {
    return cncurses_capability("cup") != NULL;
}
