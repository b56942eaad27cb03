import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The user pressed Ctrl-C and the work was ended in good order.
package struct Interrupted: Error, Hashable, Sendable {
  /// The only value.
  package init() {}
}

/// Lets a command finish in good order at the first Ctrl-C; the second ends the process at once.
package enum Interruption {
  private static let flag = Atomic<Bool>(false)

  /// Whether Ctrl-C has been pressed since ``install()``.
  package static var isRequested: Bool { flag.load(ordering: .relaxed) }

  /// Begins to listen for Ctrl-C; without it the process ends at the first.
  package static func install() {
    // The first use of a static constant takes a lock, which a signal handler must not do.
    flag.store(false, ordering: .relaxed)
    var action = sigaction()
    // Only an atomic exchange and `_exit`, which may both be used in a signal handler.
    let handler: @convention(c) (Int32) -> Void = { _ in
      if Interruption.flag.exchange(true, ordering: .relaxed) {
        _exit(ExitCode.interrupted.rawValue)
      }
    }
    #if canImport(Glibc)
      action.__sigaction_handler.sa_handler = handler
    #else
      action.__sigaction_u.__sa_handler = handler
    #endif
    // Reads and writes in progress go on: what they belong to is to end in good order.
    action.sa_flags = Int32(SA_RESTART)
    sigaction(SIGINT, &action, nil)
    // A parent that blocks the signal, as some build tools do, hands that down.
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGINT)
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
  }

  /// Ends the work if Ctrl-C has been pressed.
  package static func check() throws(Interrupted) {
    if isRequested { throw Interrupted() }
  }
}
