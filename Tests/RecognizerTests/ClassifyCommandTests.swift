import DigitData
import DigitRecognition
import Foundation
import RecognizerTestSupport
import Testing

/// `classify` and `inspect` as processes, with the shipped model.
@Suite struct ClassifyCommandTests {
  private let samples = "\(packageRoot)/data/samples"

  private func objects(_ text: String) throws -> [[String: Any]] {
    try text.split(separator: "\n").map {
      try #require(JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
  }

  /// Views change the confidence, and neither the digit nor what comes out twice.
  @Test func viewsAreAveraged() throws {
    let path = "\(samples)/thin-pen_5.png"
    let answers = try ["1", "7", "7"].map { views in
      let result = try runRecognizer(["classify", path, "--tta", views, "--json"])
      #expect(result.code == 0, "\(result.errors)")
      return try result.object()
    }
    #expect(answers.allSatisfy { $0["digit"] as? Int == 5 })
    let confidences = answers.compactMap { $0["confidence"] as? Double }
    #expect(confidences[0] != confidences[1] && confidences[1] == confidences[2])
  }

  @Test func jsonOfTheContract() throws {
    let path = "\(samples)/large-dark-on-light_7.png"
    let result = try runRecognizer(["classify", path, "\(samples)/blank.png", "--json"])
    #expect(result.code == 0)
    let lines = try objects(result.output)
    #expect(
      Set(lines[0].keys) == [
        "file", "digit", "confidence", "probabilities", "rejected", "not_a_digit",
        "several_digits",
      ])
    #expect(lines[0]["file"] as? String == path)
    #expect(lines[0]["digit"] as? Int == 7)
    #expect((lines[0]["probabilities"] as? [Double])?.count == 10)
    #expect(lines[0]["rejected"] as? Bool == false)
    #expect(lines[1]["digit"] is NSNull)
    #expect(lines[1]["rejected"] as? Bool == true)
    #expect(lines[1]["reason"] as? String == "blank")
  }

  @Test func aLineIsSeveralDigitsAndReadIsNamed() throws {
    let path = "\(samples)/line_2468013579.png"
    let result = try runRecognizer(["classify", path, "--json"])
    let answer = try #require(try objects(result.output).first)
    #expect(answer["digit"] is NSNull && answer["reason"] as? String == "several-digits")
    let scores = ["not_a_digit", "several_digits"].compactMap { answer[$0] as? Double }
    #expect(scores.count == 2 && scores.reduce(0, +) > 0.9)
    #expect(result.errors.contains("recognizer read \(path)"), "\(result.errors)")
    let text = try runRecognizer(["classify", path]).output
    #expect(text.contains("several digits") && text.contains("recognizer read"))
  }

  @Test func oneBadFileDoesNotStopTheOthers() throws {
    let result = try runRecognizer([
      "classify", "none.png", "\(samples)/thick-pen_4.png", "--json",
    ])
    #expect(result.code == 1)
    let lines = try objects(result.output)
    #expect(Set(lines[0].keys) == ["file", "error"])
    #expect(lines[1]["digit"] as? Int == 4)
    #expect(result.errors.hasPrefix("recognizer: error: none.png: no such file"))
  }

  @Test func aMissingFileAloneIsMissing() throws {
    #expect(try runRecognizer(["classify", "none.png"]).code == 66)
    let folder = try TemporaryFolder()
    let result = try runRecognizer(["classify", folder.path, "\(samples)/thick-pen_4.png"])
    #expect(result.code == 1 && result.output.contains(": 4 ("), "\(result.errors)")
  }

  @Test func theProgramAnswersAsTheLibrary() throws {
    let recognizer = Recognizer.shipped()
    let lines = try objects(try runRecognizer(["classify", samples, "--json"]).output)
    #expect(lines.count >= 20)
    for line in lines {
      let answer = try recognizer.classify(contentsOf: try #require(line["file"] as? String))
      #expect(answer.digit == line["digit"] as? Int)
      let probabilities = try #require(line["probabilities"] as? [Double])
      #expect(zip(answer.probabilities, probabilities).allSatisfy { abs(Double($0) - $1) < 1e-6 })
    }
  }

  @Test func inspectListsTensorsOfTheModelInside() throws {
    let text = try runRecognizer(["inspect", "--tensors"])
    #expect(text.code == 0 && text.output.contains("0.weight"))
    let json = try objects(try runRecognizer(["inspect", "--tensors", "--json"]).output)
    let tensors = try #require(json[0]["tensors"] as? [[String: Any]])
    #expect(Set(tensors[0].keys) == ["name", "shape", "mean", "deviation", "largest"])
  }

  @Test func aDamagedPictureIsBadData() throws {
    let folder = try TemporaryFolder()
    try folder.write("<html>", to: "page.png")
    let result = try runRecognizer(["classify", folder.path + "/page.png"])
    #expect(result.code == 65)
    #expect(result.errors.split(separator: "\n").count == 1)
  }

  @Test func aPictureOnItsSideIsTurnedAndThatIsSaid() throws {
    let folder = try TemporaryFolder()
    let upright = try DecodedPicture(path: "\(samples)/large-dark-on-light_7.png").image
    let stored = ColorImage(upright).shown(from: .turnedLeft)
    let chunk = PNGFile.chunk("eXIf", PNGFile.exif(orientation: 6))
    let path = try folder.write(
      PNGFile.inserting(chunk, into: PNG.encode(stored)), to: "photo.png")
    let note = "turned 90 degrees clockwise by its orientation tag"

    let text = try runRecognizer(["classify", path])
    #expect(text.code == 0 && text.output.hasPrefix("\(path): 7 ("), "\(text.output)")
    #expect(text.errors == "\(path): \(note)\n")
    let obeyed = try objects(try runRecognizer(["classify", path, "--json"]).output)[0]
    #expect(obeyed["digit"] as? Int == 7 && obeyed["notes"] as? [String] == [note])
    let ignored = try runRecognizer(["classify", path, "--json", "--orientation", "ignore"])
    let answer = try objects(ignored.output)[0]
    #expect(answer["digit"] as? Int != 7 && answer["notes"] == nil)
    #expect(!ignored.errors.contains("turned"))
    #expect(try runRecognizer(["classify", path, "--orientation", "left"]).code == 64)
  }

  @Test func rawTakesOnlyItsOwnSize() throws {
    let large = try runRecognizer(["classify", "--raw", "\(samples)/large-dark-on-light_7.png"])
    #expect(large.code == 65)
    let small = try runRecognizer([
      "classify", "--raw", "\(samples)/mnist-size-light-on-dark_0.png",
    ])
    #expect(small.code == 0 && small.output.contains(": 0 ("))
  }

  @Test func inspectNamesEveryLayer() throws {
    let model = "\(packageRoot)/models/default.safetensors"
    let text = try runRecognizer(["inspect", model])
    #expect(text.code == 0 && text.output.contains("198060 parameters"))
    let json = try objects(try runRecognizer(["inspect", model, "--json"]).output)
    #expect((json[0]["layers"] as? [Any])?.count == 20)
    #expect(json[0]["rejection_threshold"] is Double)

    // The architecture that is printed can be trained again.
    let folder = try TemporaryFolder()
    let architecture = try JSONSerialization.data(
      withJSONObject: try #require(json[0]["architecture"]))
    try folder.write(String(decoding: architecture, as: UTF8.self), to: "a.json")
    let benchmark = try runRecognizer([
      "benchmark", "--architecture", folder.path + "/a.json", "--seconds", "0.01", "--batch",
      "16", "--json",
    ])
    #expect(benchmark.code == 0, "\(benchmark.errors)")
    #expect(
      Set(try objects(benchmark.output)[0].keys) == [
        "architecture", "batch", "threads", "kernels", "train_images_per_second",
        "infer_images_per_second", "microseconds_per_image", "train_gflops", "infer_gflops",
        "peak_gflops", "share_of_peak",
      ])
  }
}
