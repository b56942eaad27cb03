#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

// A reader that goes away must show as an error of the write, not end a training run at once.
signal(SIGPIPE, SIG_IGN)
exit(Program.run(Array(CommandLine.arguments.dropFirst())).rawValue)
