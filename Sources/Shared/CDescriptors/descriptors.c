#define _GNU_SOURCE
#include "CDescriptors.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// MARK: - Standard descriptors

static void reserve(int number, int mode) {
    if (fcntl(number, F_GETFD) >= 0 || errno != EBADF) return;
    // The lowest free number is taken (open(2)), and those below are open already.
    if (open("/dev/null", mode) >= 0) return;
    // Where there is no /dev: neither can be read nor written.
    int root = open("/", O_PATH);
    (void)root;
}

/// Standard input and output are opened the wrong way round, as glibc does for setuid programs (csu/check_fds.c): reading and
/// writing fail as on closed ones, so that nobody takes for written what is lost. Messages have nowhere to report that.
__attribute__((constructor(101))) static void reserve_standard_descriptors(void) {
    reserve(STDIN_FILENO, O_WRONLY);
    reserve(STDOUT_FILENO, O_RDONLY);
    reserve(STDERR_FILENO, O_RDWR);
}

// MARK: - Inherited descriptors

/// What has survived execve(2); whatever is opened in this program is close-on-exec.
static bool is_inherited(int number) {
    int flags = fcntl(number, F_GETFD);
    return flags >= 0 && (flags & FD_CLOEXEC) == 0;
}

/// Whether a lock belongs to it (proc(5), fdinfo).
static bool holds_lock(int number) {
    char path[64], text[4096];
    snprintf(path, sizeof path, "/proc/self/fdinfo/%d", number);
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) return false;
    ssize_t count = read(file, text, sizeof text - 1);
    close(file);
    if (count <= 0) return false;
    text[count] = '\0';
    return strstr(text, "\nlock:") != NULL;
}

static bool is_kept(int number, const int *kept, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (kept[i] == number) return true;
    }
    return holds_lock(number);
}

static void close_unless_kept(int number, const int *kept, size_t count) {
    if (number > STDERR_FILENO && is_inherited(number) && !is_kept(number, kept, count)) close(number);
}

void cdescriptors_close_inherited(const int *kept, size_t count) {
    DIR *directory = opendir("/proc/self/fd");
    if (directory != NULL) {
        for (struct dirent *entry; (entry = readdir(directory)) != NULL;) {
            close_unless_kept(atoi(entry->d_name), kept, count);
        }
        closedir(directory);
        return;
    }
    // Without /proc nobody says which there are; few programs have more than this.
    long limit = sysconf(_SC_OPEN_MAX);
    for (int number = STDERR_FILENO + 1; number < 65536 && (limit < 0 || number < limit); number++) {
        close_unless_kept(number, kept, count);
    }
}
