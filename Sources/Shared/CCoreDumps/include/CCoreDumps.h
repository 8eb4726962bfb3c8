#pragma once

// What a program that holds tokens and addresses does so that its memory never gets to the disk or to another program.

/// Forbids core dumps of this process (core(5)), and other processes of the same user to look into it (ptrace(2), prctl(2)
/// PR_SET_DUMPABLE). The limit alone would not do: a core_pattern that is a pipe ignores it.
///
/// What this process starts may not dump either, but may be looked into. To be called after /proc/self/fdinfo was read, which is
/// root's from then on.
void ccoredumps_forbid(void);
