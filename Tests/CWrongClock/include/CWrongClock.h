// Preloaded into a program, makes its wall clock wrong by WRONG_CLOCK_SECONDS; the monotonic clocks stay as they are.
