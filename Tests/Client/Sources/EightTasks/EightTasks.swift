import DigitRecognition

/// Classifies one picture from eight tasks at once, with one recogniser, and prints the answers.
@main enum EightTasks {
  static func main() async throws {
    guard CommandLine.arguments.count == 2 else { throw Failure("usage: EightTasks IMAGE.png") }
    let picture = CommandLine.arguments[1]
    let recognizer = Recognizer.shipped()
    let answers = try await withThrowingTaskGroup { group in
      for _ in 0..<8 {
        group.addTask { try recognizer.classify(contentsOf: picture) }
      }
      var answers: [Classification] = []
      for try await answer in group { answers.append(answer) }
      return answers
    }
    for answer in answers { print(answer.digit as Any, answer.confidence) }
    guard Set(answers.map(\.confidence)).count == 1 else {
      throw Failure("the tasks disagree")
    }
  }

  struct Failure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
  }
}
