#define _GNU_SOURCE
#include "CNCurses.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <unistd.h>

extern char **environ;

static int spawn_tmux(int input) {
    char *arguments[] = {"tmux", "load-buffer", "-w", "-", NULL};
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_adddup2(&files, input, STDIN_FILENO);
    posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    // Threads of dispatch block signals, and what they start would go on doing so.
    sigset_t none;
    sigemptyset(&none);
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
    pid_t process = -1;
    int error = posix_spawnp(&process, arguments[0], &files, &attributes, arguments, environ);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&files);
    return error == 0 ? process : -1;
}

int cncurses_start_tmux(const uint8_t *bytes, size_t count) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) return -1;
    // What fits into an empty pipe never waits for a reader (pipe(7): 64 KiB).
    fcntl(ends[1], F_SETFL, O_NONBLOCK);
    int process = write(ends[1], bytes, count) == (ssize_t)count ? spawn_tmux(ends[0]) : -1;
    close(ends[0]);
    close(ends[1]);
    return process;
}
