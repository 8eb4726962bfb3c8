#define _GNU_SOURCE
#include "CNCurses.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

static struct termios saved;
static bool is_saved;
static char restore_bytes[512];
static size_t restore_count;
static volatile sig_atomic_t is_armed;

/// What a program dies of by its own fault.
static const int fatal[] = {SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGTRAP};

void cncurses_save_terminal(void) {
    if (!is_saved) is_saved = tcgetattr(STDIN_FILENO, &saved) == 0;
}

void cncurses_restore_line(void) {
    if (is_saved) tcsetattr(STDIN_FILENO, TCSANOW, &saved);
}

static void restore_terminal(void) {
    if (!is_armed) return;
    is_armed = 0;
    // In the background a write or tcsetattr would stop the process (SIGTTOU) instead of letting it end.
    signal(SIGTTOU, SIG_IGN);
    ssize_t written = write(STDOUT_FILENO, restore_bytes, restore_count);
    (void)written;
    cncurses_restore_line();
}

/// Set with SA_RESETHAND and SA_NODEFER: raised again, the signal does what it would have done without this handler.
static void restore_and_die(int signal_number) {
    restore_terminal();
    raise(signal_number);
}

void cncurses_arm_guard(const char *bytes) {
    static bool is_installed;
    restore_count = strnlen(bytes, sizeof restore_bytes);
    memcpy(restore_bytes, bytes, restore_count);
    is_armed = 1;
    if (is_installed) return;
    is_installed = true;
    struct sigaction action = {0};
    action.sa_handler = restore_and_die;
    action.sa_flags = (int)(SA_RESETHAND | SA_NODEFER);
    sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < sizeof fatal / sizeof *fatal; i++) sigaction(fatal[i], &action, NULL);
    atexit(restore_terminal);
}

void cncurses_disarm_guard(void) {
    is_armed = 0;
}
