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

  @Test func theFileIsSmallAndSaysWhereItCameFrom() throws {
    #expect(try FileContents.read(Self.model).count <= 4_000_000)
    let model = try ModelFile.load(Self.model)
    #expect(model.provenance.figures["test_accuracy"] ?? 0 >= 0.993)
    #expect(model.provenance.dataName == "mnist")
    guard case .classes(let classes) = model.output else {
      Issue.record("\(model.output)")
      return
    }
    #expect(classes.temperature > 0 && classes.rejectionThreshold > 0)
  }

  @Test func anAnswerBelowTheThresholdIsWithheld() throws {
    let recognizer = try Recognizer(contentsOf: Self.model)
    let path = try #require(Self.samples.first)
    let image = try DecodedPicture(path: path).image
    let answer = recognizer.classify(image, rejectBelow: 1.1)
    #expect(answer.rejection == .unsure && answer.className == nil && answer.best != nil)
  }
}
