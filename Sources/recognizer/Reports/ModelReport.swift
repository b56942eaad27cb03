import DigitRecognition
import NeuralNet

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The output of `inspect`.
struct ModelReport {
  private let file: String
  private let model: Model
  private let network: Network
  private let shapes: [Shape]
  private let tensors: [TensorSummary]?

  init(_ file: String, _ model: Model, withTensors: Bool) throws(ArchitectureError) {
    self.file = file
    self.model = model
    let network = try Network(model.architecture)
    self.network = network
    tensors =
      withTensors ? network.tensors.map { TensorSummary($0, model.parameters[$0.range]) } : nil
    shapes = try model.architecture.shapes()
  }

  /// Text for people.
  var text: String {
    var lines = [
      "\(file): \(model.architecture.name), \(network.parameterCount) parameters, "
        + "\(network.multiplyAdds) multiply-adds per image",
      "",
      "layer                       output  parameters",
      "input" + right("\(model.architecture.input)", 29),
    ]
    for (index, layer) in model.architecture.layers.enumerated() {
      let name = "\(index) \(layer.type)"
      lines.append(
        name + right("\(shapes[index + 1])", 34 - name.count)
          + right("\(parameters(of: index))", 12))
    }
    let provenance = model.provenance
    lines += [""] + model.meaningLines
    lines += [
      "trained on           \(provenance.dataName) (\(provenance.dataDigest))",
      "seed, epochs         \(provenance.seed), \(provenance.epochs)",
    ]
    for (name, value) in provenance.figures.sorted(by: { $0.key < $1.key }) {
      lines.append(name + right("\(value)", max(27 - name.count, value.description.count + 1)))
    }
    return (lines + tensorLines).joined(separator: "\n") + "\n"
  }

  private var tensorLines: [String] {
    guard let tensors else { return [] }
    let width = max(6, tensors.map(\.name.count).max() ?? 0)
    let header = "tensor" + String(repeating: " ", count: width - 6)
    return ["", header + "             shape        mean   deviation     largest"]
      + tensors.map { tensor in
        tensor.name
          + right(
            tensor.shape.map(String.init).joined(separator: "x"), 18 + width - tensor.name.count)
          + [tensor.mean, tensor.deviation, tensor.largest].map { right(scientific($0), 12) }
          .joined()
      }
  }

  /// One JSON object; `architecture` is what `--architecture FILE.json` reads.
  func json() throws -> String {
    let classes = model.output.classes
    let object = Object(
      file: file, architecture: model.architecture,
      layers: model.architecture.layers.indices.map { index in
        let shape = shapes[index + 1]
        return Layer(
          type: model.architecture.layers[index].type,
          output: [shape.channels, shape.height, shape.width], parameters: parameters(of: index))
      },
      parameters: network.parameterCount, multiplyAdds: network.multiplyAdds,
      normalization: model.normalization, classes: classes?.names,
      temperature: classes?.temperature, rejectionThreshold: classes?.rejectionThreshold,
      refusals: classes?.refusals, values: model.output.scale, provenance: model.provenance,
      tensors: tensors)
    return try Self.json(of: object)
  }

  /// One JSON object with the keys that `object` has.
  static func json(of object: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    // Names of figures are data: no change of case, as the other commands' keys have it.
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(object), as: UTF8.self)
  }

  private func parameters(of layer: Int) -> Int {
    network.tensors.filter { $0.layer == layer && $0.role != .statistic }
      .reduce(0) { $0 + $1.range.count }
  }

  private func right(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(1, width - text.count)) + text
  }

  private struct Layer: Encodable {
    let type: String
    let output: [Int]
    let parameters: Int
  }

  private struct Object: Encodable {
    let file: String
    let architecture: Architecture
    let layers: [Layer]
    let parameters: Int
    let multiplyAdds: Int
    let normalization: InputNormalization
    let classes: [String]?
    let temperature: Float?
    let rejectionThreshold: Float?
    let refusals: RefusalOutput?
    let values: TargetScaling?
    let provenance: Provenance
    let tensors: [TensorSummary]?

    private enum CodingKeys: String, CodingKey {
      case file, architecture, layers, parameters, normalization, classes, temperature, values,
        refusals
      case provenance, tensors
      case multiplyAdds = "multiply_adds"
      case rejectionThreshold = "rejection_threshold"
    }
  }
}

extension Model {
  /// What its inputs and outputs mean, for people.
  var meaningLines: [String] {
    let input =
      "normalisation        (pixel / 255 - \(normalization.mean)) / "
      + "\(normalization.standardDeviation)"
    switch output {
    case .classes(let classes):
      return [
        input,
        "classes              \(classes.names.joined(separator: " "))",
        "temperature          \(classes.temperature)",
        "rejection threshold  \(classes.rejectionThreshold)",
      ]
        + (classes.refusals.map {
          [
            "refusals             \($0.names.joined(separator: " "))",
            "refusal threshold    \($0.threshold)",
          ]
        } ?? [])
    case .values(let scale):
      return [input, "numbers              output * \(scale.standardDeviation) + \(scale.mean)"]
    }
  }
}

/// One array of weights in a few numbers.
private struct TensorSummary: Encodable {
  let name: String
  let shape: [Int]
  let mean: Double
  /// The standard deviation.
  let deviation: Double
  /// The largest magnitude.
  let largest: Double

  init(_ tensor: ParameterTensor, _ values: ArraySlice<Float>) {
    name = tensor.name
    shape = tensor.shape
    let count = Double(max(values.count, 1))
    let mean = values.reduce(0) { $0 + Double($1) } / count
    let squares = values.reduce(0) { $0 + (Double($1) - mean) * (Double($1) - mean) }
    self.mean = mean
    deviation = (squares / count).squareRoot()
    largest = values.reduce(0) { max($0, Double(abs($1))) }
  }
}
