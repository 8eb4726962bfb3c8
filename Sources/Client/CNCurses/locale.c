#include "CNCurses.h"

#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

static bool is_utf8(void) {
    return strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

/// The locale that the environment names for characters (POSIX, 8.2: the first that is not empty); NULL for none.
static const char *named_locale(void) {
    static const char *const variables[] = {"LC_ALL", "LC_CTYPE", "LANG"};
    for (size_t i = 0; i < sizeof variables / sizeof *variables; i++) {
        const char *name = getenv(variables[i]);
        if (name != NULL && *name != '\0') return name;
    }
    return NULL;
}

enum cncurses_locale cncurses_set_locale(void) {
    const char *name = named_locale();
    bool known = setlocale(LC_CTYPE, "") != NULL;
    if (known && is_utf8()) return CNCURSES_LOCALE_UTF8;
    // SSH passes names on that the host has not got, and minimal systems name none: both are UTF-8 terminals nowadays.
    // Who asks for C, POSIX or an 8-bit set that is there shall have it.
    bool replaceable = name == NULL || !known;
    if (replaceable && setlocale(LC_CTYPE, "C.UTF-8") != NULL && is_utf8()) return CNCURSES_LOCALE_REPLACED;
    setlocale(LC_CTYPE, "C");
    return CNCURSES_LOCALE_ASCII;
}
