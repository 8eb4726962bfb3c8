#define _GNU_SOURCE
#include "CNCurses.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

static int pipe_ends[2] = {-1, -1};

/// A full pipe loses nothing: what is in it already wakes the reader.
static void forward(int signal_number) {
    int saved = errno;
    unsigned char byte = (unsigned char)signal_number;
    ssize_t written = write(pipe_ends[1], &byte, 1);
    (void)written;
    errno = saved;
}

static void set_handler(int signal_number, void (*handler)(int)) {
    struct sigaction action = {0};
    action.sa_handler = handler;
    action.sa_flags = SA_RESTART;
    sigemptyset(&action.sa_mask);
    sigaction(signal_number, &action, NULL);
}

int cncurses_open_signals(void) {
    static const int forwarded[] = {SIGHUP, SIGTERM, SIGINT, SIGQUIT, SIGWINCH, SIGTSTP, SIGCONT};
    if (pipe_ends[0] < 0 && pipe2(pipe_ends, O_CLOEXEC | O_NONBLOCK) != 0) return -1;
    for (size_t i = 0; i < sizeof forwarded / sizeof *forwarded; i++) set_handler(forwarded[i], forward);
    return pipe_ends[0];
}

void cncurses_stop_job(void) {
    // The rest of the job first, then this process by a signal of its own thread: it stops before raise(3) returns,
    // whichever thread the kernel would have chosen for the group's signal.
    set_handler(SIGTSTP, SIG_IGN);
    set_handler(SIGCONT, SIG_DFL);
    kill(0, SIGTSTP);
    // A thread that blocks the signal just then, as one does between two waits for signals, keeps it although it is ignored; it
    // would stop this process before raise(3), which then would do so once more. To be ignored again drops it (sigaction(3p)).
    set_handler(SIGTSTP, SIG_IGN);
    set_handler(SIGTSTP, SIG_DFL);
    sigset_t stop, before;
    sigemptyset(&stop);
    sigaddset(&stop, SIGTSTP);
    pthread_sigmask(SIG_UNBLOCK, &stop, &before);
    raise(SIGTSTP);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    set_handler(SIGTSTP, forward);
    set_handler(SIGCONT, forward);
}
