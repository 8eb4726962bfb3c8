#define _GNU_SOURCE
#include "CNCurses.h"

#include <errno.h>
#include <signal.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

/// What a shell reports of a program that cannot be started.
enum { NOT_STARTED = 127 };

/// A job of its own in the terminal's foreground: keys that send signals reach it and nobody else.
static void become_foreground(void) {
    setpgid(0, 0);
    // A job that is still in the background would be stopped for it.
    signal(SIGTTOU, SIG_IGN);
    tcsetpgrp(STDIN_FILENO, getpid());
    static const int ours[] = {SIGHUP,  SIGTERM, SIGINT,  SIGQUIT, SIGWINCH, SIGTSTP, SIGCONT,
                               SIGTTOU, SIGTTIN, SIGPIPE, SIGCHLD};
    for (size_t i = 0; i < sizeof ours / sizeof *ours; i++) signal(ours[i], SIG_DFL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

int cncurses_start_in_foreground(char *const *arguments) {
    pid_t process = fork();
    if (process != 0) {
        // Whichever of the two comes first.
        if (process > 0) setpgid(process, process);
        return process;
    }
    become_foreground();
    execvp(arguments[0], arguments);
    _exit(NOT_STARTED);
}

int cncurses_wait_in_foreground(int process) {
    int status = 0;
    while (true) {
        pid_t done = waitpid(process, &status, WUNTRACED);
        if (done < 0 && errno == EINTR) continue;
        if (done < 0) return NOT_STARTED;
        if (WIFEXITED(status)) return WEXITSTATUS(status);
        if (WIFSIGNALED(status)) return 128 + WTERMSIG(status);
        // It cannot be put aside: the shell behind it has stopped nothing, and nobody would continue it.
        kill(-process, SIGCONT);
    }
}

void cncurses_take_foreground(void) {
    sigset_t stop, before;
    sigemptyset(&stop);
    sigaddset(&stop, SIGTTOU);
    pthread_sigmask(SIG_BLOCK, &stop, &before);
    tcsetpgrp(STDIN_FILENO, getpgrp());
    // Keys meant for the other program are nothing here.
    tcflush(STDIN_FILENO, TCIFLUSH);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
}
