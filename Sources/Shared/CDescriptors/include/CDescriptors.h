#pragma once

// What a program does about the descriptors that its parent has left open, or closed.
//
// A program that links this has descriptors 0 to 2 from its first moment on: one that was closed is opened before anything
// else can get its number, so that no message goes to a connection or to a file of customers.

#include <stddef.h>

/// Closes what the process has inherited above descriptor 2, as ssh(1) does at its start: a terminal that a wrapper has left
/// open (its own end of it, even) would never seem to be gone.
///
/// What this process has opened itself stays, and so does what holds a lock (flock(1) before exec).
///
/// @param kept Descriptors to leave open, such as those that an argument names.
void cdescriptors_close_inherited(const int *kept, size_t count);
