#pragma once

// What a program with the C library inside does at its start, before main: nothing of it is called. A target that depends on
// this one has it.
