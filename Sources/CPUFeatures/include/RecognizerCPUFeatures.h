// Processor features that Swift does not offer: the instruction sets that a process may use, the
// treatment of denormal numbers, hints for a waiting thread.
#ifndef RECOGNIZER_CPU_FEATURES_H
#define RECOGNIZER_CPU_FEATURES_H

#include <sched.h>
#include <stdbool.h>

/// True where code compiled for x86-64-v3 (AVX2, FMA, BMI2) may run.
bool cpu_supports_avx2(void);

/// True where code compiled for x86-64-v4 (AVX-512 F, BW, CD, DQ, VL) may run.
bool cpu_supports_avx512(void);

/// The number of processors that this process may use: those of its affinity mask where the system
/// has one.
int processors_available(void);

/// Hints that this thread waits for another one, so that the processor saves power and leaves shared
/// units to the sibling thread.
static inline void spin_pause(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

/// Lets another thread run.
static inline void yield_processor(void) { sched_yield(); }

/// Makes this thread treat denormal numbers as zero and returns the earlier setting. The velocity of
/// a weight that no longer moves decays into such numbers, and arithmetic with them is many times
/// slower.
static inline unsigned long flush_denormals(void) {
#if defined(__x86_64__)
  unsigned int before = __builtin_ia32_stmxcsr();
  __builtin_ia32_ldmxcsr(before | 0x8040);
  return before;
#elif defined(__aarch64__)
  unsigned long before;
  __asm__ volatile("mrs %0, fpcr" : "=r"(before));
  __asm__ volatile("msr fpcr, %0" : : "r"(before | (1ul << 24)));
  return before;
#else
  return 0;
#endif
}

/// Restores the setting that ``flush_denormals`` returned.
static inline void restore_denormals(unsigned long before) {
#if defined(__x86_64__)
  __builtin_ia32_ldmxcsr((unsigned int)before);
#elif defined(__aarch64__)
  __asm__ volatile("msr fpcr, %0" : : "r"(before));
#else
  (void)before;
#endif
}

/// The square root alone: `sqrtf` may also set `errno`, which keeps loops scalar.
static inline float square_root(float x) { return __builtin_elementwise_sqrt(x); }

#endif
