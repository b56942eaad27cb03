#ifndef RECOGNIZER_PROGRAM_ARGUMENTS_H
#define RECOGNIZER_PROGRAM_ARGUMENTS_H

/// The number of words of the command line, the program's name included.
int program_argument_count(void);

/// One word of the command line, the program's name at 0.
const char *program_argument(int index);

#endif
