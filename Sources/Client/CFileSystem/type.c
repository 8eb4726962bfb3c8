#include "CFileSystem.h"

#include <errno.h>

#ifdef __linux__
#include <sys/vfs.h>

int64_t cfilesystem_type(const char *path) {
    struct statfs status;
    // The field is signed on some machines; the numbers have 32 bits.
    return statfs(path, &status) == 0 ? (int64_t)(uint32_t)status.f_type : -1;
}
#else
int64_t cfilesystem_type(const char *path) {
    (void)path;
    errno = ENOSYS;
    return -1;
}
#endif
