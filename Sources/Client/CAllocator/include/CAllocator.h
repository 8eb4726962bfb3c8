#pragma once

// The C library's allocator, as far as Swift's Glibc module leaves it out.

#include <stddef.h>

/// Has every thread allocate from one heap, and what is larger than `separate` bytes from pages of its own, which are
/// given back when it is freed; so is the heap's end beyond `spare` free bytes (mallopt(3)). Other libraries than glibc
/// are left as they are.
void callocator_keep_small(size_t separate, size_t spare);
