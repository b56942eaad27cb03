import RecognizerProgramArguments

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

// A reader that goes away must show as an error of the write, not end a training run at once.
signal(SIGPIPE, SIG_IGN)
let words = (0..<program_argument_count()).map { String(cString: program_argument($0)) }
exit(Program.run(Array(words.dropFirst())).rawValue)
