import Testing
import recognizer

@Suite struct SuggestionTests {
  private let names = ["epochs", "batch", "learning-rate", "label-smoothing", "loss", "log", "ema"]

  @Test(arguments: [
    ("epoch", "epochs"), ("epcohs", "epochs"), ("bacth", "batch"), ("batchs", "batch"),
    ("learn", "learning-rate"), ("lr", "learning-rate"), ("learning_rate", "learning-rate"),
    ("lss", "loss"), ("ls", "label-smoothing"),
  ])
  func slipsFindTheirWord(word: String, expected: String) {
    #expect(Suggestion.nearest(to: word, among: names) == expected)
  }

  @Test(arguments: ["zebra", "x", "", "verbose"])
  func otherWordsFindNone(word: String) {
    #expect(Suggestion.nearest(to: word, among: names) == nil)
  }

  @Test func nothingIsNearestToNothing() {
    #expect(Suggestion.nearest(to: "epochs", among: []) == nil)
  }
}
