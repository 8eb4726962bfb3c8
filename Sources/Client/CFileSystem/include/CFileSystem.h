#pragma once

// What Swift's Glibc module leaves out of the C library.

#include <stdint.h>

/// The type of the file system that holds `path`, as statfs(2) numbers it; -1, with errno, when it cannot be said.
int64_t cfilesystem_type(const char *path);
