import DigitRecognition
import NeuralNet
import RecognizerTestSupport
import Testing

/// `ensemble` as a process, and the other commands with what it makes.
@Suite struct EnsembleCommandTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    let shipped = ModelFile.shipped()
    for seed: UInt64 in 1...2 {
      var model = shipped
      model.parameters = try Network(shipped.architecture).initialParameters(seed: seed)
      model.provenance.seed = seed
      try ModelFile.save(model, to: path("\(seed)"))
    }
    try ModelFile.save(shipped, to: path("shipped"))
  }

  private func path(_ name: String) -> String { "\(folder.path)/\(name).safetensors" }

  private func combine(_ names: [String]) throws -> ProcessResult {
    try runRecognizer(["ensemble"] + names.map(path) + ["-o", path("ensemble"), "--json"])
  }

  @Test func anEnsembleOfOneModelTwiceAnswersAsItDoes() throws {
    #expect(try combine(["shipped", "shipped"]).code == 0)
    let image = "\(packageRoot)/data/samples/thick-pen_4.png"
    let answers = try ["shipped", "ensemble"].map { name in
      let result = try runRecognizer(["classify", image, "--model", path(name), "--json"])
      let answer = try result.object()
      #expect(answer["digit"] as? Int == 4)
      return try #require(answer["confidence"] as? Double)
    }
    #expect(abs(answers[0] - answers[1]) < 1e-4)
  }

  @Test func inspectTellsOfEveryMember() throws {
    let result = try combine(["1", "2"])
    #expect(result.code == 0, "\(result.errors)")
    let summary = try result.object()
    #expect(summary["members"] as? Int == 2)
    let inspection = try runRecognizer(["inspect", path("ensemble"), "--json"])
    let description = try inspection.object()
    let members = try #require(description["members"] as? [[String: Any]])
    #expect(members.compactMap { ($0["provenance"] as? [String: Any])?["seed"] as? Int } == [1, 2])
    #expect(description["parameters"] as? Int == summary["parameters"] as? Int)
    let text = try runRecognizer(["inspect", path("ensemble")]).output
    #expect(text.contains("an ensemble of 2, "))
    let commands = try runRecognizer(["inspect", path("ensemble"), "--command"]).output
    let lines = commands.split(separator: "\n")
    #expect(lines.count == 2)
    #expect(lines[1].contains("--seed"))
  }

  @Test func whatCannotBeCombinedOrTrainedIsNamed() throws {
    var other = ModelFile.shipped()
    other.normalization = InputNormalization(mean: 0.5, standardDeviation: 0.5)
    try ModelFile.save(other, to: path("other"))
    let mixed = try combine(["1", "other"])
    #expect(mixed.code == 65)
    #expect(mixed.errors.contains("other.safetensors"))
    #expect(try combine(["1", "missing"]).code == 66)

    #expect(try combine(["1", "2"]).code == 0)
    let digits = "\(packageRoot)/data/digits"
    for words in [
      ["gradients", path("ensemble"), "--data", digits],
      ["train", "--init", path("ensemble"), "--data", digits, "-o", path("new")],
    ] {
      let result = try runRecognizer(words)
      #expect(result.code == 65)
      #expect(result.errors.contains("ensemble"), "\(result.errors)")
    }
  }
}
