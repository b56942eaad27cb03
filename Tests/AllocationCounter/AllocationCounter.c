#include "RecognizerAllocationCounter.h"

#include <errno.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdlib.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define HAS_SANITIZER 1
#endif
#endif

#if defined(__GLIBC__) && !defined(HAS_SANITIZER)

// A variable of the executable's own, so that reading it never allocates.
static _Thread_local __attribute__((tls_model("initial-exec"))) long of_this_thread;
static atomic_long of_all_threads;

static void count(void) {
  of_this_thread++;
  atomic_fetch_add_explicit(&of_all_threads, 1, memory_order_relaxed);
}

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *memory, size_t size);
void *__libc_memalign(size_t alignment, size_t size);

void *malloc(size_t size) {
  count();
  return __libc_malloc(size);
}

void *calloc(size_t items, size_t size) {
  count();
  return __libc_calloc(items, size);
}

void *realloc(void *memory, size_t size) {
  count();
  return __libc_realloc(memory, size);
}

void *memalign(size_t alignment, size_t size) {
  count();
  return __libc_memalign(alignment, size);
}

void *aligned_alloc(size_t alignment, size_t size) {
  count();
  return __libc_memalign(alignment, size);
}

int posix_memalign(void **memory, size_t alignment, size_t size) {
  count();
  void *found = __libc_memalign(alignment, size);
  if (found == NULL) return ENOMEM;
  *memory = found;
  return 0;
}

bool allocations_are_counted(void) { return true; }
long allocations_of_this_thread(void) { return of_this_thread; }
long allocations_of_all_threads(void) { return atomic_load(&of_all_threads); }

#else

bool allocations_are_counted(void) { return false; }
long allocations_of_this_thread(void) { return 0; }
long allocations_of_all_threads(void) { return 0; }

#endif
