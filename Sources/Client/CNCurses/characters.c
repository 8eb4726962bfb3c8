#define _GNU_SOURCE
#include "characters.h"

#include <errno.h>
#include <langinfo.h>
#include <locale.h>
#include <stddef.h>
#include <string.h>
#include <wchar.h>

static bool utf8;

bool characters_are_utf8(void) {
    return utf8;
}

#ifndef STATIC_C_LIBRARY

bool characters_start_utf8(void) {
    utf8 = setlocale(LC_CTYPE, "C.UTF-8") != NULL && strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
    return utf8;
}

/// The C library has widths of its own, and is asked for them.
void characters_note_width(uint32_t scalar, int width) {
    (void)scalar;
    (void)width;
}

#else

// Calls of the functions below come here (ld(1), --wrap), those of libncursesw.a too; `terminal` in Package.swift names them.

enum { SCALARS = 0x110000 };
/// A bit for each scalar; pages that are never written take no memory.
static uint8_t marks[SCALARS / 8], wide[SCALARS / 8];

static bool get(const uint8_t *bits, uint32_t scalar) {
    return bits[scalar / 8] >> (scalar % 8) & 1;
}

static void set(uint8_t *bits, uint32_t scalar) {
    if (!get(bits, scalar)) bits[scalar / 8] |= (uint8_t)(1 << scalar % 8);
}

bool characters_start_utf8(void) {
    utf8 = true;
    return true;
}

void characters_note_width(uint32_t scalar, int width) {
    if (scalar >= SCALARS) return;
    if (width == 0) set(marks, scalar);
    if (width == 2) set(wide, scalar);
}

int __wrap_wcwidth(wchar_t character);
size_t __wrap_wcrtomb(char *bytes, wchar_t character, mbstate_t *state);
char *__wrap_nl_langinfo(nl_item item);

int __wrap_wcwidth(wchar_t character) {
    uint32_t scalar = (uint32_t)character;
    if (scalar == 0) return 0;
    if (scalar < 0x20 || (scalar >= 0x7F && scalar < 0xA0) || scalar >= SCALARS) return -1;
    if (!utf8 && scalar >= 0x80) return -1;
    return get(marks, scalar) ? 0 : get(wide, scalar) ? 2 : 1;
}

/// UTF-8 (RFC 3629, section 3); ASCII alone without it.
size_t __wrap_wcrtomb(char *bytes, wchar_t character, mbstate_t *state) {
    (void)state;
    uint32_t scalar = (uint32_t)character;
    if (bytes == NULL) return 1;
    if (scalar < 0x80) {
        bytes[0] = (char)scalar;
        return 1;
    }
    if (!utf8 || scalar >= SCALARS || (scalar >= 0xD800 && scalar < 0xE000)) {
        errno = EILSEQ;
        return (size_t)-1;
    }
    int further = scalar < 0x800 ? 1 : scalar < 0x10000 ? 2 : 3;
    static const uint8_t leads[] = {0, 0xC0, 0xE0, 0xF0};
    for (int i = further; i > 0; i--, scalar >>= 6) bytes[i] = (char)(0x80 | (scalar & 0x3F));
    bytes[0] = (char)(leads[further] | scalar);
    return (size_t)further + 1;
}

/// Only the name of the character set is ever asked for.
char *__wrap_nl_langinfo(nl_item item) {
    if (item != CODESET) return "";
    return utf8 ? "UTF-8" : "ANSI_X3.4-1968";
}

#endif
