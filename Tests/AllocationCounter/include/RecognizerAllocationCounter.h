// Counts the allocations of a process: linked into the tests, it takes the place of the C library's
// allocator and passes every call on.
#ifndef RECOGNIZER_ALLOCATION_COUNTER_H
#define RECOGNIZER_ALLOCATION_COUNTER_H

#include <stdbool.h>

/// Whether allocations are counted: where the C library is glibc and no sanitizer has taken the
/// allocator's place first.
bool allocations_are_counted(void);

/// Allocations of the calling thread so far.
long allocations_of_this_thread(void);

/// Allocations of all threads so far.
long allocations_of_all_threads(void);

#endif
