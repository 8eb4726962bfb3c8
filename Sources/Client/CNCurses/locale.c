#include "CNCurses.h"
#include "characters.h"

#include <ctype.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

/// The locale that the environment names for characters (POSIX, 8.2: the first that is not empty); NULL for none.
static const char *named_locale(void) {
    static const char *const variables[] = {"LC_ALL", "LC_CTYPE", "LANG"};
    for (size_t i = 0; i < sizeof variables / sizeof *variables; i++) {
        const char *name = getenv(variables[i]);
        if (name != NULL && *name != '\0') return name;
    }
    return NULL;
}

/// Whether a set of characters, `utf8` in `de_DE.utf8@euro`, is UTF-8, which is written in several ways.
static bool is_utf8(const char *set) {
    static const char wanted[] = "utf8";
    size_t matched = 0;
    for (; *set != '\0' && *set != '@'; set++) {
        if (!isalnum((unsigned char)*set)) continue;
        if (matched == sizeof wanted - 1 || tolower((unsigned char)*set) != wanted[matched]) return false;
        matched++;
    }
    return matched == sizeof wanted - 1;
}

/// By the name alone: SSH passes names on that the host has not got, and minimal systems name none, but what is at the other
/// end is a UTF-8 terminal nowadays. Who asks for C, POSIX or an 8-bit set shall have it.
static bool wants_utf8(const char *name) {
    if (name == NULL) return true;
    const char *set = strchr(name, '.');
    if (set != NULL) return is_utf8(set + 1);
    return strcmp(name, "C") != 0 && strcmp(name, "POSIX") != 0;
}

bool cncurses_set_locale(void) {
    if (wants_utf8(named_locale()) && characters_start_utf8()) return true;
    setlocale(LC_CTYPE, "C");
    return false;
}
