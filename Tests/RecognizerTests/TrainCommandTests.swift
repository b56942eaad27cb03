import DigitData
import DigitRecognition
import Foundation
import NeuralNet
import RecognizerFileIO
import RecognizerTestSupport
import Testing

/// `train` as a process, on the small data set of the project.
@Suite(.serialized) struct TrainCommandTests {
  private func words(_ output: String, _ more: [String] = []) -> [String] {
    [
      "train", "--data", "\(packageRoot)/data/digits", "--architecture", "lenet5", "--epochs", "4",
      "--output", output, "--json", "--augment", "standard",
    ] + more
  }

  @Test func printsALinePerEpochAndSaves() throws {
    let folder = try TemporaryFolder()
    let model = folder.path + "/model.safetensors"
    let log = folder.path + "/log.jsonl"
    let result = try runRecognizer(words(model, ["--log", log]))
    #expect(result.code == 0, "\(result.errors)")
    let lines = result.output.split(separator: "\n")
    #expect(lines.count == 5)
    let epoch = try object(lines[0])
    #expect(
      Set(epoch.keys) == [
        "epoch", "train_loss", "train_accuracy", "validation_loss", "validation_accuracy",
        "learning_rate", "images_per_second", "seconds",
      ])
    let last = try object(try #require(lines.last))
    #expect(Set(last.keys) == ["model", "parameters", "seconds", "test_accuracy"])
    #expect(last["parameters"] as? Int == 61_706)
    #expect(last["test_accuracy"] as? Double ?? 0 > 0.8)
    #expect(try folder.read("log.jsonl").split(separator: "\n") == lines.dropLast())
    #expect(!FileManager.default.fileExists(atPath: model + ".checkpoint"))

    let evaluation = try runRecognizer([
      "evaluate", "--model", model, "--data", "\(packageRoot)/data/digits", "--json",
    ])
    let figures = try object(Substring(evaluation.output))
    #expect(figures["accuracy"] as? Double == last["test_accuracy"] as? Double)
  }

  /// Killed in the middle of an epoch by SIGKILL and by Ctrl-C, each time resumed.
  @Test func resumesToTheSameFileBitForBit() throws {
    let folder = try TemporaryFolder()
    let whole = folder.path + "/whole.safetensors"
    #expect(try runRecognizer(words(whole)).code == 0)

    let model = folder.path + "/model.safetensors"
    #expect(try interrupt(words(model), with: SIGKILL) == -1)
    #expect(!FileManager.default.fileExists(atPath: model))
    #expect(try interrupt(words(model, ["--resume"]), with: SIGINT) == 130)
    let last = try runRecognizer(words(model, ["--resume", "--threads", "1"]))
    #expect(last.code == 0, "\(last.errors)")
    #expect(
      FileManager.default.contents(atPath: model) == FileManager.default.contents(atPath: whole))
  }

  @Test func aCheckpointIsNeitherDeletedNorOverwritten() throws {
    let folder = try TemporaryFolder()
    let model = folder.path + "/model.safetensors"
    try folder.write("hours of work", to: "model.safetensors.checkpoint")
    let result = try runRecognizer(words(model))
    #expect(result.code == 73)
    #expect(result.errors.contains("--resume"), "\(result.errors)")
    #expect(try folder.read("model.safetensors.checkpoint") == "hours of work")
  }

  @Test func aDamagedTestSetIsAnErrorAfterTheModelIsSaved() throws {
    let folder = try TemporaryFolder()
    let files = FileManager.default
    for name in try files.contentsOfDirectory(atPath: "\(packageRoot)/data/digits") {
      try files.copyItem(
        atPath: "\(packageRoot)/data/digits/\(name)", toPath: folder.path + "/" + name)
    }
    try folder.write("not gzip", to: "t10k-labels-idx1-ubyte.gz")
    let model = folder.path + "/model.safetensors"
    let result = try runRecognizer([
      "train", "--data", folder.path, "--architecture", "lenet5", "--epochs", "1", "-o", model,
    ])
    #expect(result.code == 65, "\(result.errors)")
    #expect(result.errors.contains("t10k-labels-idx1-ubyte.gz"), "\(result.errors)")
    #expect(files.fileExists(atPath: model))
  }

  /// `inspect --command` prints a command that ends with the same tensors.
  @Test func theCommandInAModelMakesItAgain() throws {
    let folder = try TemporaryFolder()
    let (first, second) = (folder.path + "/first.safetensors", folder.path + "/second.safetensors")
    let settings = "{\"cut_out\":[3,7],\"cut_out_probability\":0.5,\"hands\":0.5}"
    try folder.write(settings, to: "mine.json")
    #expect(
      try runRecognizer([
        "train", "--data", "\(packageRoot)/data/digits", "--architecture", "lenet5", "--epochs",
        "2", "--optimizer", "sgd", "--learning-rate", "0.03", "--layer-decay", "0.9", "--schedule",
        "cosine", "--augment", folder.path + "/mine.json", "--ema", "0.99", "--label-smoothing",
        "0.1", "--validation", "100", "--seed", "7", "--batch", "48", "--negatives", "200",
        "--pieces", "150", "-o", first,
      ]).code == 0)
    let printed = try runRecognizer(["inspect", first, "--command"])
    #expect(printed.code == 0, "\(printed.errors)")
    #expect(printed.errors.contains("augmentation.json: write \(settings) into it"))
    var words = printed.output.split(whereSeparator: \.isWhitespace).map(String.init)
    #expect(words.prefix(2) == ["recognizer", "train"])
    let data = try #require(words.firstIndex(of: "--data"))
    words[data + 1] = "\(packageRoot)/data/digits"
    let augmentation = try #require(words.firstIndex(of: "--augment"))
    words[augmentation + 1] = folder.path + "/" + words[augmentation + 1]
    try folder.write(settings, to: "augmentation.json")
    let again = try runRecognizer(Array(words.dropFirst()) + ["-o", second])
    #expect(again.code == 0, "\(again.errors)")
    #expect(
      FileManager.default.contents(atPath: first) == FileManager.default.contents(atPath: second))
  }

  /// A pipe can be read once only: weights and digest come from the same bytes.
  @Test func theModelToBeginWithIsReadOnce() throws {
    let folder = try TemporaryFolder()
    let (first, second) = (folder.path + "/first.safetensors", folder.path + "/second.safetensors")
    #expect(try runRecognizer(words(first)).code == 0)
    let piped = try run(
      "/bin/bash",
      ["-c", "\"$0\" \"$@\" --init <(cat \"$FIRST\")", builtProgram]
        + words(second), environment: ["FIRST": first])
    #expect(piped.code == 0, "\(piped.errors)")
    let report = try object(Substring(try runRecognizer(["inspect", second, "--json"]).output))
    let provenance = try #require(report["provenance"] as? [String: Any])
    let settings = try #require(provenance["run"] as? [String: Any])
    let digest = try SHA256.digest(of: FileContents.read(first))
    #expect(settings["initial_model_digest"] as? String == digest)
  }

  /// The model records who taught it, and `inspect` prints a command that says so.
  @Test func teachersAreRecorded() throws {
    let folder = try TemporaryFolder()
    let (first, second) = (folder.path + "/first.safetensors", folder.path + "/second.safetensors")
    #expect(try runRecognizer(words(first)).code == 0)
    let result = try runRecognizer(
      words(second, ["--teacher", first, "--teacher=" + first, "--teacher-share", "0.6"]))
    #expect(result.code == 0, "\(result.errors)")
    let command = try runRecognizer(["inspect", second, "--command"])
    #expect(
      command.output.contains(
        "--teacher teacher-1.safetensors --teacher teacher-2.safetensors --teacher-share 0.6"))
    #expect(command.errors.contains(try SHA256.digest(of: FileContents.read(first))))

    let shipped = folder.path + "/shipped.safetensors"
    var model = ModelFile.shipped()
    if case .classes(var classes) = model.output {
      classes.names[0] = "other"
      model.output = .classes(classes)
    }
    try ModelFile.save(model, to: shipped)
    let refused = try runRecognizer(words(second, ["--teacher", shipped]))
    #expect(refused.code == 65)
    #expect(refused.errors.contains("other classes"), "\(refused.errors)")
  }

  /// Every image is trained on, and what was fitted to held-back ones comes from another model.
  @Test func aCalibrationIsTakenOver() throws {
    let folder = try TemporaryFolder()
    let (first, second) = (folder.path + "/first.safetensors", folder.path + "/second.safetensors")
    #expect(try runRecognizer(words(first, ["--negatives", "300"])).code == 0)
    let result = try runRecognizer(
      words(second, ["--negatives", "300", "--seed", "2", "--calibration", first]))
    #expect(result.code == 0, "\(result.errors)")
    let models = try [first, second].map { try ModelFile.load($0) }
    #expect(models[0].output == models[1].output)
    #expect(models[0].parameters != models[1].parameters)
    #expect(models[1].provenance.run?.validationCount == 0)
    let command = try runRecognizer(["inspect", second, "--command"])
    #expect(command.output.contains("--calibration calibration.safetensors"))
    #expect(command.errors.contains(try SHA256.digest(of: FileContents.read(first))))

    let other = try runRecognizer(words(second, ["--negatives", "0", "--calibration", first]))
    #expect(other.code == 65)
    #expect(other.errors.contains("a calibration of other outputs"), "\(other.errors)")
  }

  @Test func aPreviewIsDrawnInPlaceOfTraining() throws {
    let folder = try TemporaryFolder()
    let (model, sheet) = (folder.path + "/m.safetensors", folder.path + "/sheet.png")
    let result = try runRecognizer(
      words(model, ["--negatives", "400", "--pieces", "300", "--preview", sheet]))
    #expect(result.code == 0, "\(result.errors)")
    let picture = try DecodedPicture(path: sheet).image
    // Twelve classes with three rows each.
    #expect(picture.height > 36 * 28 && picture.pixels.contains(0))
    #expect(!FileManager.default.fileExists(atPath: model))
  }

  @Test func piecesNeedNegatives() throws {
    let folder = try TemporaryFolder()
    let result = try runRecognizer(
      words(folder.path + "/m.safetensors", ["--negatives", "0", "--pieces", "10"]))
    #expect(result.code == 65 && result.errors.contains("negatives"), "\(result.errors)")
  }

  @Test func unknownKernelsAreAnError() throws {
    let result = try runRecognizer(
      ["inspect"], environment: ["RECOGNIZER_KERNELS": "avx-512"])
    #expect(result.code == 64)
    #expect(result.errors.contains("baseline"), "\(result.errors)")
  }

  @Test func wrongDataIsRefused() throws {
    let folder = try TemporaryFolder()
    let missing = try runRecognizer(["train", "--data", folder.path + "/none"])
    #expect(missing.code == 66)
    #expect(missing.errors.contains("recognizer download"), "\(missing.errors)")
    let empty = try runRecognizer(["train", "--data", folder.path])
    #expect(empty.code == 66)
    #expect(empty.errors.contains("recognizer download"), "\(empty.errors)")
    let numbers = try runRecognizer([
      "train", "--data", "\(packageRoot)/data/digits", "--target", "number",
    ])
    #expect(numbers.code == 66)
    #expect(numbers.errors.contains("recognizer shear"), "\(numbers.errors)")
    let noCheckpoint = try runRecognizer(words(folder.path + "/m.safetensors", ["--resume"]))
    #expect(noCheckpoint.code == 66)
    let nowhere = try runRecognizer(words("/no/such/folder/model.safetensors"))
    #expect(nowhere.code == 73)
    let architecture = try runRecognizer(["train", "--architecture", "lenet6"])
    #expect(architecture.code == 64)
    #expect(architecture.errors.contains("lenet5"))
  }

  /// Runs until the first epoch is reported, then sends a signal: the next epoch has begun by then.
  private func interrupt(_ words: [String], with signal: Int32) throws -> Int32 {
    let process = Process()
    process.executableURL = URL(filePath: builtProgram)
    process.arguments = words
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    try process.run()
    _ = try pipe.fileHandleForReading.read(upToCount: 1)
    kill(process.processIdentifier, signal)
    process.waitUntilExit()
    return process.terminationReason == .exit ? process.terminationStatus : -1
  }

  private func object(_ line: Substring) throws -> [String: Any] {
    try #require(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
  }
}
