/// `text` with the characters that HTML and SVG take for markup written as entities.
package func escapedMarkup(_ text: String) -> String {
  text.map { character in
    switch character {
    case "<": "&lt;"
    case ">": "&gt;"
    case "&": "&amp;"
    case "\"": "&quot;"
    default: String(character)
    }
  }.joined()
}
