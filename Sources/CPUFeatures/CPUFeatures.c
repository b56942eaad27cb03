#include "RecognizerCPUFeatures.h"

#include <unistd.h>
#if defined(__linux__)
#include <sys/syscall.h>
#endif

bool cpu_supports_avx2(void) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") &&
         __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2");
#else
  return false;
#endif
}

bool cpu_supports_avx512(void) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  return cpu_supports_avx2() && __builtin_cpu_supports("avx512f") &&
         __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512cd") &&
         __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
#else
  return false;
#endif
}

int processors_available(void) {
#if defined(__linux__)
  unsigned long mask[1024 / sizeof(unsigned long)] = {0};
  long bytes = syscall(SYS_sched_getaffinity, 0, sizeof mask, mask);
  int count = 0;
  for (long i = 0; i < bytes / (long)sizeof(unsigned long); i++)
    count += __builtin_popcountl(mask[i]);
  if (count > 0) return count;
#endif
  return (int)sysconf(_SC_NPROCESSORS_ONLN);
}
