import DigitData
import DigitRecognition
import NeuralNet
import RecognizerFileIO
import RecognizerTestSupport
import Testing

/// The shipped model reads the shipped pictures.
@Suite struct ShippedModelTests {
  private static let model = "\(packageRoot)/models/default.safetensors"

  /// Pictures whose names end in the digit they show.
  static let samples: [String] = {
    let folder = "\(packageRoot)/data/samples"
    let names = (try? Folder.entries(of: folder)) ?? []
    return names.filter { $0.dropLast(4).suffix(2).first == "_" }.map { "\(folder)/\($0)" }
  }()

  @Test func thereAreSamples() { #expect(Self.samples.count >= 20) }

  @Test(arguments: samples)
  func readsASample(path: String) throws {
    let recognizer = try Recognizer(contentsOf: Self.model)
    let answer = recognizer.classify(try DecodedPicture(path: path).image)
    #expect(answer.className == path.dropLast(4).suffix(1).description)
    #expect(answer.rejection == nil)
    #expect(abs(answer.probabilities.reduce(0, +) - 1) < 1e-5)
    #expect(answer.confidence == answer.probabilities.max())
  }

  @Test func aBlankIsBlank() throws {
    let recognizer = try Recognizer(contentsOf: Self.model)
    let picture = try DecodedPicture(path: "\(packageRoot)/data/samples/blank.png")
    let answer = recognizer.classify(picture.image)
    #expect(answer.rejection == .blank && answer.className == nil && answer.confidence == 0)
  }

  @Test func theModelInsideIsTheFile() throws {
    let recognizer = Recognizer.shipped()
    #expect(try recognizer.model == ModelFile.load(Self.model))
    #expect(recognizer.classes.temperature > 0 && recognizer.classes.rejectionThreshold > 0)
    #expect(try FileContents.read(Self.model).count <= 2_000_000)
  }

  @Test(.needsMNIST)
  func nearlyAllTestDigitsAreRight() throws {
    let images = try LabeledImages.load(from: SharedData.mnist, split: .test)
    let recognizer = Recognizer.shipped(threads: 2, batch: 512)
    let evaluation = Evaluation(recognizer, on: images)
    #expect(evaluation.accuracy >= 0.996)
    #expect(evaluation.accuracy == recognizer.model.provenance.figures["test_accuracy"])
  }

  @Test func manyTasksMayAskAtOnce() async throws {
    let recognizer = Recognizer.shipped()
    // Not the two of three megapixels: tasks shall meet in the network, not in the preparation.
    let paths = Self.samples.filter { !$0.contains("huge") }
    let expected = try paths.map { try recognizer.classify(contentsOf: $0) }
    try await withThrowingTaskGroup { group in
      for _ in 0..<8 {
        group.addTask { try paths.map { try recognizer.classify(contentsOf: $0) } }
      }
      for try await answers in group { #expect(answers == expected) }
    }
  }

  @Test func aBatchKeepsTheOrderAndItsErrors() throws {
    let recognizer = Recognizer.shipped(threads: 2)
    let paths = Self.samples + ["none.png"] + Self.samples
    var answers: [Classification?] = []
    recognizer.classify(contentsOf: paths) { index, answer in
      #expect(index == answers.count)
      answers.append(try? answer.get())
    }
    #expect(answers.count == paths.count && answers[Self.samples.count] == nil)
    for (path, answer) in zip(paths, answers) where path != "none.png" {
      #expect(answer?.digit.map(String.init) == path.dropLast(4).suffix(1).description)
    }
  }

  @Test func aModelOfNumbersIsRefused() throws {
    var model = ModelFile.shipped()
    model.output = .values(TargetScaling(mean: 0, standardDeviation: 1))
    #expect(throws: UnsuitableModel.self) { try Recognizer(model: model) }
    #expect(throws: UnsuitableModel.self) { try Regressor(model: ModelFile.shipped()) }
  }

  @Test func anAnswerBelowTheThresholdIsWithheld() throws {
    let recognizer = try Recognizer(contentsOf: Self.model)
    let path = try #require(Self.samples.first)
    let image = try DecodedPicture(path: path).image
    let answer = recognizer.classify(image, rejectBelow: 1.1)
    #expect(answer.rejection == .unsure && answer.className == nil && answer.best != nil)
  }
}
