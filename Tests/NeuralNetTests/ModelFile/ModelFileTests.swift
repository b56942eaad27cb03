import Foundation
import NeuralNet
import RecognizerFileIO
import Testing

@Suite struct ModelFileTests {
  @Test func aModelSurvivesTheFileBitForBit() throws {
    var model = Model.small
    model.parameters[0] = -0.0
    model.parameters[1] = .leastNonzeroMagnitude
    model.parameters[2] = .greatestFiniteMagnitude
    let bytes = try ModelFile.encode(model, path: "f")
    let read = try ModelFile.decode(bytes, path: "f")
    #expect(read == model)
    #expect(read.parameters.map(\.bitPattern) == model.parameters.map(\.bitPattern))
    #expect(try ModelFile.encode(read, path: "f") == bytes)
  }

  @Test func aModelOfNumbersSurvives() throws {
    let bytes = try ModelFile.encode(.smallWithValues, path: "f")
    #expect(try ModelFile.decode(bytes, path: "f") == .smallWithValues)
    #expect(try SafeTensors(bytes, path: "f").metadata["classes"] == nil)
  }

  /// Bytes in memory are read in place, wherever they lie.
  @Test(arguments: [0, 1, 4]) func aModelIsReadFromMemory(offset: Int) throws {
    let bytes = [UInt8](repeating: 7, count: offset) + (try ModelFile.encode(.small, path: "f"))
    let (model, error) = bytes.withUnsafeBytes { all -> (Model?, FileError?) in
      let file = UnsafeRawBufferPointer(rebasing: all[offset...])
      let cut = UnsafeRawBufferPointer(rebasing: file.dropLast())
      return (
        try? ModelFile.load(bytes: file, name: "memory"),
        refusal { () throws(FileError) in _ = try ModelFile.load(bytes: cut, name: "memory") }
      )
    }
    #expect(model == .small)
    #expect(error?.path == "memory")
  }

  /// Bytes that stay are used in place where their address allows it; nobody sees a difference.
  @Test(arguments: [0, 1, 4]) func residentWeightsAnswerAsCopiedOnesDo(offset: Int) throws {
    let bytes = [UInt8](repeating: 7, count: offset) + (try ModelFile.encode(.small, path: "f"))
    try bytes.withUnsafeBytes { all in
      let file = UnsafeRawBufferPointer(rebasing: all[offset...])
      let model = try ModelFile.load(bytes: file, name: "memory", areResident: true)
      #expect(model == .small)
      #expect(model.parameters == Model.small.parameters)
      let network = try Network(model.architecture)
      for tensor in network.tensors {
        let place = model.weights.withElements(of: tensor.range) {
          UnsafeRawPointer($0.baseAddress)
        }
        let isInFile = place.map { all.baseAddress! <= $0 && $0 < all.baseAddress! + all.count }
        #expect(isInFile == (offset % 4 == 0), "\(tensor.name)")
      }
      let inputs = [Float](repeating: 0.5, count: network.inputCount)
      for samples in [1, 3] {
        let outputs = [model.weights, Weights(model.parameters)].map { weights in
          Predictor(network, weights: weights, threads: 1, batch: 16).outputs(count: samples) {
            _ = $1.update(fromContentsOf: inputs)
          }.values
        }
        #expect(outputs[0] == outputs[1])
      }
    }
  }

  @Test func everySettingOfTheRunSurvives() throws {
    var configuration = TrainingConfiguration()
    configuration.epochs = 7
    configuration.batchSize = 31
    configuration.optimizer = .adamW(beta1: 0.8, beta2: 0.99, epsilon: 1e-7, weightDecay: 0.3)
    configuration.learningRate = 0.1 + 0.2
    configuration.schedule = .oneCycle(warmUp: 0.25)
    configuration.loss = .crossEntropy(labelSmoothing: 0.05)
    configuration.averageDecay = 0.999
    configuration.patience = 3
    configuration.convergence = Convergence(tolerance: 1e-5, window: 4)
    configuration.seed = .max
    var model = Model.small
    model.provenance.run = TrainingRun(
      configuration: configuration, target: "class", augmentation: "strong", validationCount: 12,
      initialModelDigest: String(repeating: "a", count: 64), kernels: "avx2")
    let read = try ModelFile.decode(ModelFile.encode(model, path: "f"), path: "f")
    #expect(read.provenance.run == model.provenance.run)

    for loss in [Loss.meanSquaredError, .huber(delta: 0.7)] {
      model.provenance.run?.configuration.loss = loss
      model.provenance.run?.configuration.optimizer = .sgd(momentum: 0.5, nesterov: true)
      model.provenance.run?.initialModelDigest = nil
      #expect(try ModelFile.decode(ModelFile.encode(model, path: "f"), path: "f") == model)
    }
  }

  /// Version 0.1.0 stored no settings of the run.
  @Test func theFirstVersionsProvenanceIsRead() throws {
    let text = #"""
      {"data_digest":"edc0","data_name":"mnist","epochs":14,"figures":{"test_accuracy":0.9967},
      "seed":18446744073709551615,"tool_version":"0.1.0"}
      """#
    let file = try SafeTensors(ModelFile.encode(.small, path: "f"), path: "f")
    let metadata = file.metadata.merging(["provenance": text]) { _, new in new }
    let read = try ModelFile.decode(
      SafeTensors(tensors: file.tensors, metadata: metadata).bytes(), path: "f")
    #expect(
      read.provenance
        == Provenance(
          dataName: "mnist", dataDigest: "edc0", seed: .max, epochs: 14,
          figures: ["test_accuracy": 0.9967], toolVersion: "0.1.0"))
  }

  @Test func savingReplacesAFileAndLoadingReadsIt() throws {
    let path = "\(NSTemporaryDirectory())model-\(UUID()).safetensors"
    defer { try? FileManager.default.removeItem(atPath: path) }
    try ModelFile.save(.small.with(\.output, .small(\.temperature, 2)), to: path)
    try ModelFile.save(.small, to: path)
    #expect(try ModelFile.load(path) == .small)
    #expect(
      refusal { () throws(FileError) in _ = try ModelFile.load(path + "x") }?.kind == .missing)
  }

  @Test(arguments: Architecture.named)
  func everyNamedArchitectureSurvives(_ architecture: Architecture) throws {
    var model = Model.small.with(\.architecture, architecture)
    model.parameters = filled(architecture) { $0 % 2 == 0 ? 0.5 : 7 }
    model.output = .classes(ClassOutput(names: (0..<10).map { "\($0)" }))
    #expect(try ModelFile.decode(try ModelFile.encode(model, path: "f"), path: "f") == model)
  }

  @Test func textOfNormalizationKeepsEveryBit() throws {
    for bits in stride(from: UInt32(0x3D00_0001), to: 0x4100_0000, by: 314_159) {
      var model = Model.small.with(\.output, .small(\.temperature, Float(bitPattern: bits)))
      model.normalization.mean = -Float(bitPattern: bits + 1)
      model.provenance.figures["loss"] = Double(bitPattern: UInt64(bits) << 32 + UInt64(bits))
      #expect(try ModelFile.decode(try ModelFile.encode(model, path: "f"), path: "f") == model)
    }
  }

  @Test func refusalsAreRead() throws {
    let model = Model.small.with(
      \.output, .refusing(RefusalOutput(names: ["none"], threshold: 0.125)))
    #expect(try ModelFile.decode(try ModelFile.encode(model, path: "f"), path: "f") == model)
  }

  // MARK: - Refusals

  @Test(arguments: [
    (Model.small.with(\.output, .small(\.temperature, 0)), "a temperature of 0.0"),
    (.small.with(\.output, .small(\.temperature, .infinity)), "a temperature of inf"),
    (.small.with(\.output, .small(\.temperature, .nan)), "a temperature of nan"),
    (.small.with(\.output, .small(\.rejectionThreshold, 1.5)), "a rejection threshold of 1.5"),
    (.small.with(\.output, .small(\.rejectionThreshold, .nan)), "a rejection threshold of nan"),
    (.small.with(\.output, .small(\.names, ["a", "b"])), "2 class names for 3 outputs"),
    (
      .small.with(\.output, .small(\.refusals, RefusalOutput(names: ["none"]))),
      "4 class names for 3 outputs"
    ),
    (
      .small.with(\.output, .refusing(RefusalOutput(names: ["none"], threshold: 2))),
      "a refusal threshold of 2.0"
    ),
    (
      .small.with(\.output, .values(TargetScaling(mean: .nan, standardDeviation: 1))),
      "a scale with mean nan"
    ),
    (
      .small.with(\.output, .values(TargetScaling(mean: 0, standardDeviation: 0))), "deviation 0.0"
    ),
    (.small.with(\.normalization.mean, .nan), "a normalization with mean nan"),
    (.small.with(\.normalization.standardDeviation, 0), "deviation 0.0"),
    (.small.with(\.normalization.standardDeviation, -1), "deviation -1.0"),
    (.small.with(\.parameters[48], .nan), "weights of 1.weight that are not finite"),
    (.small.with(\.parameters[0], -.infinity), "weights of 0.weight that are not finite"),
    (.small.with(\.parameters, []), "0 weights for an architecture of"),
    (.small.with(\.architecture.layers[0], .dense(outputs: 0)), "an impossible architecture"),
    (.small.with(\.provenance.epochs, -1), "-1 epochs"),
    (.small.with(\.provenance.figures["loss"], .nan), "\"loss\" that is not finite"),
  ])
  func aModelThatCouldNotBeReadAgainIsNotWritten(_ model: Model, reason: String) throws {
    let error = try #require(
      refusal { () throws(FileError) in _ = try ModelFile.encode(model, path: "f") })
    #expect(error.found.contains(reason), "\(error)")
  }

  @Test(arguments: [
    ("temperature", "-1", "a temperature of -1.0"),
    ("temperature", "warm", "which is no number"),
    ("temperature", "", "which is no number"),
    ("temperature", "1e99", "a temperature of inf"),
    ("rejection_threshold", "nan", "a rejection threshold of nan"),
    ("rejection_threshold", "-0.1", "a rejection threshold of -0.1"),
    ("classes", "[\"a\"]", "1 class names for 3 outputs"),
    ("classes", "[1, 2, 3]", "a damaged \"classes\" (0:"),
    ("classes", "{}", "a damaged \"classes\""),
    ("normalization", "{\"mean\":0}", "no standard_deviation"),
    ("normalization", "{\"mean\":0,\"standard_deviation\":0}", "deviation 0.0"),
    ("normalization", "{\"mean\":1e99,\"standard_deviation\":1}", "normalization"),
    ("provenance", "", "a damaged \"provenance\""),
    ("provenance", "{}", "a damaged \"provenance\""),
    ("model_version", "2", "a model of version \"2\", version 1 is read"),
    ("architecture", "[", "a damaged \"architecture\""),
    ("architecture", String(repeating: "[", count: 100_000), "a damaged \"architecture\""),
  ])
  func aBadTextIsRefused(_ key: String, text: String, reason: String) throws {
    let error = try #require(refusalAfterSetting(key, to: text))
    #expect(error.kind == .corrupt)
    #expect(error.found.contains(reason), "\(error)")
  }

  @Test(arguments: [
    "model_version", "architecture", "normalization", "classes", "temperature",
    "rejection_threshold", "provenance",
  ])
  func aMissingTextIsRefused(_ key: String) throws {
    let error = try #require(refusalAfterSetting(key, to: nil))
    #expect(error.found == "no \"\(key)\" in its metadata")
    #expect(error.remedy == "name a model that this program has trained")
  }

  @Test(arguments: [
    #"{"type":"dense","outputs":-1}"#, #"{"type":"dense","outputs":0}"#,
    #"{"type":"dense","outputs":4611686018427387904}"#, #"{"type":"dense","outputs":1e99}"#,
    #"{"type":"dense","outputs":65536}"#, #"{"type":"dense"}"#, #"{"type":"tower"}"#, "7", "null",
    #"{"type":"convolution","outputs":1,"kernel":5}"#,
    #"{"type":"convolution","outputs":1,"kernel":1,"padding":9223372036854775807}"#,
    #"{"type":"convolution","outputs":1,"kernel":1,"stride":0}"#,
    #"{"type":"max-pooling","size":9223372036854775807}"#, #"{"type":"dropout","probability":1}"#,
    #"{"type":"leaky-relu","slope":1e39}"#, #"{"type":"tower\u001b[2J\n"}"#,
  ])
  func anImpossibleLayerIsRefusedOnOneLine(_ layer: String) throws {
    let text =
      #"{"name":"x","input":{"channels":1,"height":4,"width":4},"layers":[\#(layer)]}"#
    let error = try #require(refusalAfterSetting("architecture", to: text))
    #expect(!error.description.unicodeScalars.contains { $0.value < 32 }, "\(error)")
  }

  @Test(arguments: [(0, 4, 4), (-1, 4, 4), (1, 4, .max), (4096, 4096, 4096), (1, 1, 1)])
  func anImpossibleInputIsRefused(_ channels: Int, height: Int, width: Int) {
    let input = #"{"channels":\#(channels),"height":\#(height),"width":\#(width)}"#
    let text = #"{"name":"x","input":\#(input),"layers":[]}"#
    #expect(refusalAfterSetting("architecture", to: text) != nil)
  }

  @Test func everyArrayMustBeThereInItsShapeAndNoOther() throws {
    let file = try SafeTensors(ModelFile.encode(.small, path: "f"), path: "f")
    func refused(_ tensors: [SafeTensors.Tensor]) -> String? {
      refusal { () throws(FileError) in
        _ = try ModelFile.decode(
          SafeTensors(tensors: tensors, metadata: file.metadata).bytes(), path: "f")
      }?.found
    }
    #expect(refused(file.tensors) == nil)
    for index in file.tensors.indices {
      var tensors = file.tensors
      let tensor = tensors.remove(at: index)
      #expect(refused(tensors) == "no tensor \(tensor.name), which the architecture needs")
      let flat = SafeTensors.Tensor(
        name: tensor.name, shape: [1, tensor.count], values: tensor.values)
      #expect(refused(tensors + [flat])?.hasPrefix("tensor \(tensor.name) of shape [1, ") == true)
    }
    let extra = SafeTensors.Tensor(name: "step", shape: [], values: [1])
    #expect(refused(file.tensors + [extra]) == "a tensor \"step\" that the architecture lacks")
  }

  private func refusalAfterSetting(_ key: String, to text: String?) -> FileError? {
    refusal { () throws(FileError) in
      let file = try SafeTensors(ModelFile.encode(.small, path: "f"), path: "f")
      var metadata = file.metadata
      metadata[key] = text
      _ = try ModelFile.decode(
        SafeTensors(tensors: file.tensors, metadata: metadata).bytes(), path: "f")
    }
  }
}
