#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Writes text in bold or in colour, or leaves it as it is.
package struct TextStyle: Hashable, Sendable {
  /// Whether it colours.
  let isColored: Bool

  /// A style that colours or does not.
  package init(isColored: Bool) { self.isColored = isColored }

  /// No colour and no bold.
  package static let plain = TextStyle(isColored: false)

  /// Whether output to a stream is coloured.
  ///
  /// `NO_COLOR` counts when it is not empty (no-color.org); a dumb terminal has no colours.
  package static func isColored(
    toTerminal: Bool, refused: Bool, environment: (String) -> String?
  ) -> Bool {
    toTerminal && !refused && (environment("NO_COLOR") ?? "").isEmpty
      && environment("TERM") != "dumb"
  }

  package func bold(_ text: String) -> String { escaped(text, "1") }
  package func red(_ text: String) -> String { escaped(text, "1;31") }
  package func yellow(_ text: String) -> String { escaped(text, "1;33") }
  package func green(_ text: String) -> String { escaped(text, "32") }
  package func faint(_ text: String) -> String { escaped(text, "2") }

  private func escaped(_ text: String, _ code: String) -> String {
    isColored ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }
}

/// Properties of the terminal and the environment.
package enum Terminal {
  /// Whether `descriptor` is a terminal.
  package static func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

  /// The number of columns of the terminal at `descriptor`; 80 where it is unknown.
  package static func width(_ descriptor: Int32) -> Int {
    var size = winsize()
    let result = ioctl(descriptor, UInt(TIOCGWINSZ), &size)
    return result == 0 && size.ws_col > 0 ? Int(size.ws_col) : 80
  }

  /// The value of an environment variable, if it is set.
  package static func environment(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }
  }
}
