/// stub
package enum FishCompletion {
  static func script(for commands: [any Command.Type]) -> String { "" }
}
