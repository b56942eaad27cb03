/// One subcommand: what it is called, what it accepts, and what it does.
///
/// Options are static constants, so that each is declared once and read by name:
/// `arguments[epochs]`.
package protocol Command: Sendable {
  /// The word that selects it.
  static var name: String { get }
  /// Its purpose, in one sentence.
  static var summary: String { get }
  /// Examples of its use, the most common first.
  static var examples: [Example] { get }
  /// Further paragraphs of its help.
  static var discussion: String { get }
  /// Its operands, if it takes any.
  static var operand: OperandDeclaration? { get }
  /// Its own options, under the headings of its help.
  static var options: [OptionGroup] { get }

  /// Does the work.
  ///
  /// - Throws: anything that ends the command early; ``ExitCode/init(of:)`` says how it ends.
  static func run(_ arguments: Arguments, console: Console) throws -> ExitCode
}

extension Command {
  package static var discussion: String { "" }
  package static var operand: OperandDeclaration? { nil }
  package static var options: [OptionGroup] { [] }

  /// Its own options and those that every command takes.
  package static var allOptions: [OptionGroup] { options + [SharedOptions.everywhere] }

  /// All that it declares, without the headings.
  package static var declarations: [OptionDeclaration] {
    allOptions.flatMap { $0.options.map(\.declaration) }
  }
}

/// A command line and what it does.
package struct Example: Hashable, Sendable {
  /// The line as it is typed.
  let line: String
  /// Its purpose.
  let effect: String

  /// An example of one line.
  package init(_ line: String, _ effect: String) {
    self.line = line
    self.effect = effect
  }
}
