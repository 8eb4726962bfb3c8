#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <sysexits.h>
#include <unistd.h>

/// The Swift runtime has its arguments and its own place from /proc, and without it ends in the middle of its start, in words
/// that say neither what is missing nor what to do. Before any of it runs, this says both.
__attribute__((constructor(101))) static void require_proc(void) {
    char target[1];
    if (readlink("/proc/self/exe", target, sizeof target) > 0) return;
    dprintf(
        STDERR_FILENO, "%s: There is no /proc here, which every program of this kind needs. Mount it: mount -t proc proc /proc\n",
        program_invocation_short_name);
    _exit(EX_OSERR);
}
