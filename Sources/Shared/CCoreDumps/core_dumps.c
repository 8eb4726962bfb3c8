#include "CCoreDumps.h"

#include <sys/prctl.h>
#include <sys/resource.h>

void ccoredumps_forbid(void) {
    struct rlimit none = {0, 0};
    // Neither can fail: a limit may always be lowered, and this process is its own.
    setrlimit(RLIMIT_CORE, &none);
    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}
