// A program that stands in for the real ones where packages alone are tried out: it says its version, and hands out completions
// that complete nothing. Built static, as they are.
#include <stdio.h>
#include <string.h>

int main(int count, char **words) {
    if (count > 1 && strcmp(words[1], "--version") == 0) return puts(NAME " " VERSION) < 0;
    if (count > 2 && strcmp(words[1], "--generate-completion-script") == 0) {
        const char *start = strcmp(words[2], "zsh") == 0 ? "#compdef " : strcmp(words[2], "bash") == 0 ? "#!/bin/bash\n# " : "# ";
        return printf("%s%s\n", start, NAME) < 0;
    }
    fputs(NAME ": this stands in for the program while its packages are tried out.\n", stderr);
    return 64;
}
