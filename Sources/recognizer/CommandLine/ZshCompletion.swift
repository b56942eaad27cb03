/// stub
package enum ZshCompletion {
  static func script(for commands: [any Command.Type]) -> String { "" }
}
