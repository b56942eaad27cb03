import DigitData
import Foundation
import RecognizerFileIO
import RecognizerTestSupport
import Testing

/// The way of numbers through the commands: `shear`, `train`, `evaluate`, `classify`, `gradients`.
@Suite(.serialized) struct NumberTests {
  private let sample = "\(packageRoot)/data/samples/large-dark-on-light_7.png"

  /// A part of the project's own digits, in a folder.
  private func digits(_ training: Int, _ test: Int) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    for (split, prefix, count) in [(Split.train, "train", training), (.test, "t10k", test)] {
      let all = try LabeledImages.load(from: "\(packageRoot)/data/digits", split: split)
      let files = [
        "images-idx3-ubyte": IDXFile(
          imagesOf: Array(all.pixels.prefix(count * all.imageSize)), width: 28, height: 28),
        "labels-idx1-ubyte": IDXFile(labels: Array(all.labels.prefix(count))),
      ]
      for (name, file) in files {
        try FileContents.write(file.serialized(), to: "\(folder.path)/\(prefix)-\(name)")
      }
    }
    return folder
  }

  private func object(_ text: some StringProtocol) throws -> [String: Any] {
    let line = text.split(separator: "\n").last ?? ""
    return try #require(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
  }

  @Test func fromDigitsToTheirSlant() throws {
    let folder = try TemporaryFolder()
    let data = folder.path + "/slant"
    let digits = try digits(400, 100)
    let sheared = try runRecognizer([
      "shear", "--data", digits.path, "--into", data, "--copies", "5", "--json",
    ])
    #expect(sheared.code == 0, "\(sheared.errors)")
    let made = try object(sheared.output)
    #expect(Set(made.keys) == ["folder", "train", "test", "moments", "moments_fitted"])
    #expect(made["train"] as? Int == 2_000 && made["test"] as? Int == 100)
    #expect(try FileManager.default.contentsOfDirectory(atPath: data).count == 6)

    let model = folder.path + "/slant.safetensors"
    let training = try runRecognizer([
      "train", "--data", data, "--target", "number", "--architecture", "lenet5", "--epochs", "8",
      "--loss", "huber", "--output", model, "--json",
    ])
    #expect(training.code == 0, "\(training.errors)")
    let lines = training.output.split(separator: "\n")
    #expect(
      Set(try object(lines[0]).keys) == [
        "epoch", "train_loss", "train_rmse", "validation_loss", "validation_rmse",
        "learning_rate", "images_per_second", "seconds",
      ])
    let last = try object(try #require(lines.last))
    #expect(Set(last.keys) == ["model", "parameters", "seconds", "test_rmse"])

    let evaluation = try runRecognizer(["evaluate", "--model", model, "--data", data, "--json"])
    let figures = try object(evaluation.output)
    #expect(figures["rmse"] as? Double == last["test_rmse"] as? Double)
    // Angles have a deviation of 17 degrees.
    #expect(figures["rmse"] as? Double ?? .infinity < 6)
    #expect(figures["r2"] as? Double ?? 0 > 0.85)

    try checkUses(of: model, data: data)
  }

  private func checkUses(of model: String, data: String) throws {
    let answer = try runRecognizer(["classify", "--model", model, sample, "--json"])
    let values = try #require(try object(answer.output)["values"] as? [Double])
    #expect(values.count == 1 && abs(values[0]) < 40)
    let straight = try runRecognizer(["classify", "--straighten", model, sample])
    #expect(straight.output.contains(": 7 ("), "\(straight.output)\(straight.errors)")
    let blank = try runRecognizer([
      "classify", "--model", model, "\(packageRoot)/data/samples/blank.png", "--json",
    ])
    #expect(try object(blank.output)["values"] is NSNull)
    #expect(try object(blank.output)["reason"] as? String == "blank")

    let inspected = try object(try runRecognizer(["inspect", model, "--json"]).output)
    let scale = try #require(inspected["values"] as? [String: Double])
    #expect(abs((scale["standard_deviation"] ?? 0) - 17.3) < 1)
    #expect(inspected["classes"] == nil)
    #expect(
      try runRecognizer(["gradients", model, "--data", data, "--samples", "2"]).code == 0)

    // The same pictures have classes, too, and a model of classes is judged by them.
    let classes = try object(
      try runRecognizer([
        "evaluate", "--data", data, "--straighten", "moments", "--json",
      ]).output)
    #expect(classes["accuracy"] as? Double ?? 0 > 0.9)
  }

  @Test(arguments: [
    (["train", "--target", "number", "--loss", "cross-entropy"], 64 as Int32, "give mean-squared"),
    (
      ["train", "--target", "number", "--loss", "huber", "--init", "models/default.safetensors"],
      65, "outputs of another kind"
    ),
    (["train", "--target", "number"], 66, "only labels; name a folder with float labels"),
    (["evaluate", "--straighten", "none.safetensors"], 66, "no such file"),
    (
      ["evaluate", "--straighten", "models/default.safetensors"], 65, "does not predict one number"
    ),
  ])
  func whatDoesNotFitIsRefused(words: [String], code: Int32, clause: String) throws {
    let paths = words.map { $0.hasPrefix("models/") ? "\(packageRoot)/\($0)" : $0 }
    let data = try digits(40, 20)
    if words.contains("--loss") {
      let numbers = IDXFile(values: (0..<40).map { Float($0) })
      try FileContents.write(numbers.serialized(), to: data.path + "/train-labels-idx1-float")
    }
    let result = try runRecognizer(paths + ["--data", data.path])
    #expect(result.code == code, "\(result.errors)")
    #expect(result.errors.contains(clause), "\(result.errors)")
  }
}
