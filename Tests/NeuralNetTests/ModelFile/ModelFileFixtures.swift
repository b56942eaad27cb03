import NeuralNet
import RecognizerFileIO

extension Model {
  /// A model with every kind of array, and no two weights alike.
  static let small: Model = {
    let architecture = Architecture(
      name: "small", input: Shape(channels: 1, height: 4, width: 4),
      layers: [
        .convolution(outputs: 2, kernel: 3), .batchNormalization(), .leakyReLU(slope: 0.1),
        .maxPooling(size: 2, stride: 2), .dropout(probability: 0.25), .flatten,
        .dense(outputs: 3), .relu, .dense(outputs: 2, bias: false), .dense(outputs: 3),
      ])
    let parameters = filled(architecture) { 1 / Float($0 + 3) }
    return Model(
      architecture: architecture, parameters: parameters,
      normalization: InputNormalization(mean: 0.1307, standardDeviation: 0.3081),
      output: .classes(.small),
      provenance: Provenance(
        dataName: "made up", dataDigest: String(repeating: "0f", count: 32), seed: .max,
        epochs: 12, figures: ["test_accuracy": 0.1 + 0.2], toolVersion: "1.0"))
  }()

  /// The same network, its outputs numbers.
  static let smallWithValues = small.with(
    \.output, .values(TargetScaling(mean: -1.7, standardDeviation: 12.5)))

  /// The model with one part changed.
  func with<Value>(_ part: WritableKeyPath<Model, Value>, _ value: Value) -> Model {
    var result = self
    result[keyPath: part] = value
    return result
  }
}

extension ClassOutput {
  static let small = ClassOutput(
    names: ["zero", "\"one\"", "zw\u{F6}lf/\n"], temperature: 1.1, rejectionThreshold: 0.37)
}

extension ModelOutput {
  /// The small model's classes with one part changed.
  static func small<Value>(_ part: WritableKeyPath<ClassOutput, Value>, _ value: Value) -> Self {
    var classes = ClassOutput.small
    classes[keyPath: part] = value
    return .classes(classes)
  }

  /// Two of the small model's classes, its third output a refusal.
  static func refusing(_ refusals: RefusalOutput) -> Self {
    var classes = ClassOutput.small
    classes.names.removeLast()
    classes.refusals = refusals
    return .classes(classes)
  }
}

/// Weights in the flat buffer's layout, the gaps between arrays zero.
func filled(_ architecture: Architecture, with value: (Int) -> Float) -> [Float] {
  let tensors = (try? architecture.parameterTensors()) ?? []
  var parameters = [Float](repeating: 0, count: tensors.last?.range.upperBound ?? 0)
  for index in tensors.flatMap(\.range) { parameters[index] = value(index) }
  return parameters
}

/// The bytes of a safetensors file with this header and this much data.
func fileBytes(header: String, data: Int = 0) -> [UInt8] {
  fileBytes(header: Array(header.utf8), data: data)
}

/// The bytes of a safetensors file with this header and this much data.
func fileBytes(header: [UInt8], data: Int = 0) -> [UInt8] {
  let length = (0..<8).map { UInt8(truncatingIfNeeded: header.count >> ($0 * 8)) }
  return length + header + [UInt8](repeating: 0, count: data)
}

/// What is wrong with a file, or nothing if `body` accepts it.
func refusal(_ body: () throws(FileError) -> Void) -> FileError? {
  do {
    try body()
    return nil
  } catch {
    return error
  }
}
