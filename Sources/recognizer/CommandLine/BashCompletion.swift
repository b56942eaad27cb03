/// stub
package enum BashCompletion {
  static func script(for commands: [any Command.Type]) -> String { "" }
}
