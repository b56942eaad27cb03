#include "RecognizerProgramArguments.h"

// Swift takes the command line from /proc, and finds none in a root directory without it. The
// loader passes it to constructors, as it does to main.
static int count;
static char **words;

__attribute__((constructor)) static void keep_arguments(int argc, char **argv) {
  count = argc;
  words = argv;
}

int program_argument_count(void) { return count; }
const char *program_argument(int index) { return words[index]; }
