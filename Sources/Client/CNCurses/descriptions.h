#pragma once

/// Where systems keep descriptions of terminals; which of them ncurses looks into of itself was decided when it was built.
#define DESCRIPTION_FOLDERS "/etc/terminfo:/lib/terminfo:/usr/share/terminfo:/usr/lib/terminfo"

/// The description of a terminal that is inside the program, as TERMINFO takes it (ncurses(3X)); NULL when there is none.
const char *descriptions_find(const char *terminal);
