#include <stdint.h>

// ICU's data without anything in it, as ICU's own `stubdata` is: names of months, collations, conversions for all
// languages, 34 MB, of which nothing here makes use. Code that asks is told that there are none (U_FILE_ACCESS_ERROR).
// The layout is that of ICU's common data (`DataHeader` in ucmndata.h, `UDataInfo` in udata.h); the version in the name is
// that of the ICU inside Swift's Foundation.

struct icu_data {
    uint16_t header_size;
    uint8_t magic[2];
    // UDataInfo
    uint16_t size, reserved_word;
    uint8_t is_big_endian, charset_family, size_of_uchar, reserved_byte;
    uint8_t data_format[4], format_version[4], data_version[4];
    uint8_t padding[8];
    // The table of contents.
    uint32_t count, reserved[3];
};

_Static_assert(sizeof(struct icu_data) == 48, "the table follows a header of 32 bytes");

__attribute__((visibility("hidden"), aligned(16))) const struct icu_data icudt76_dat = {
    .header_size = 32,
    .magic = {0xDA, 0x27},
    .size = 20,
    .size_of_uchar = 2,
    .data_format = {'C', 'm', 'n', 'D'},
    .format_version = {1, 0, 0, 0},
    .count = 0,
};
