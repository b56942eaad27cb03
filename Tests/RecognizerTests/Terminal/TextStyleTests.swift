import Testing
import recognizer

@Suite struct TextStyleTests {
  @Test(
    arguments: [
      (true, false, [:], true),
      (false, false, [:], false),
      (true, true, [:], false),
      (true, false, ["NO_COLOR": "1"], false),
      (true, false, ["NO_COLOR": ""], true),
      (true, false, ["TERM": "dumb"], false),
      (true, false, ["TERM": "xterm-256color"], true),
    ] as [(Bool, Bool, [String: String], Bool)])
  func colourPolicy(
    toTerminal: Bool, refused: Bool, environment: [String: String], expected: Bool
  ) {
    let isColored = TextStyle.isColored(
      toTerminal: toTerminal, refused: refused, environment: { environment[$0] })
    #expect(isColored == expected)
  }

  @Test func plainLeavesTextAlone() {
    #expect(TextStyle.plain.red("a") == "a")
    #expect(TextStyle(isColored: true).red("a") == "\u{1B}[1;31ma\u{1B}[0m")
  }
}
