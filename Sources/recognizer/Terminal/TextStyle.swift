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
