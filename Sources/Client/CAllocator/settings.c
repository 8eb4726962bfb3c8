#include "CAllocator.h"

#include <stdlib.h> // Defines __GLIBC__.

#ifdef __GLIBC__
#include <malloc.h>

void callocator_keep_small(size_t separate, size_t spare) {
    mallopt(M_ARENA_MAX, 1);
    mallopt(M_MMAP_THRESHOLD, (int)separate);
    mallopt(M_TRIM_THRESHOLD, (int)spare);
}
#else
void callocator_keep_small(size_t separate, size_t spare) {
    (void)separate;
    (void)spare;
}
#endif
