import DigitRecognition
import NeuralNet

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What `inspect` prints of a model.
struct ModelReport {
  private let file: String
  private let model: Model
  private let network: Network
  private let shapes: [Shape]

  init(_ file: String, _ model: Model) throws(ArchitectureError) {
    self.file = file
    self.model = model
    network = try Network(model.architecture)
    shapes = try model.architecture.shapes()
  }

  /// For people.
  var text: String {
    var lines = [
      "\(file): \(model.architecture.name), \(network.parameterCount) parameters, "
        + "\(network.multiplyAdds) multiply-adds an image",
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
    lines += [
      "",
      "normalisation        (pixel / 255 - \(model.normalization.mean)) / "
        + "\(model.normalization.standardDeviation)",
    ]
    lines += outputLines
    lines += [
      "trained on           \(provenance.dataName) (\(provenance.dataDigest))",
      "seed, epochs         \(provenance.seed), \(provenance.epochs)",
    ]
    for (name, value) in provenance.figures.sorted(by: { $0.key < $1.key }) {
      lines.append(name + right("\(value)", max(27 - name.count, value.description.count + 1)))
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private var outputLines: [String] {
    switch model.output {
    case .classes(let classes):
      [
        "classes              \(classes.names.joined(separator: " "))",
        "temperature          \(classes.temperature)",
        "rejection threshold  \(classes.rejectionThreshold)",
      ]
    case .values(let scale):
      ["numbers              output * \(scale.standardDeviation) + \(scale.mean)"]
    }
  }

  /// One JSON object; `architecture` is what `--architecture FILE.json` reads.
  func json() throws -> String {
    let encoder = JSONEncoder()
    // Names of figures are data: no change of case, as the other commands' keys have it.
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
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
      values: model.output.scale, provenance: model.provenance)
    return String(decoding: try encoder.encode(object), as: UTF8.self)
  }

  private func parameters(of layer: Int) -> Int {
    network.tensors.filter { $0.layer == layer }.reduce(0) { $0 + $1.range.count }
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
    let values: TargetScaling?
    let provenance: Provenance

    private enum CodingKeys: String, CodingKey {
      case file, architecture, layers, parameters, normalization, classes, temperature, values
      case provenance
      case multiplyAdds = "multiply_adds"
      case rejectionThreshold = "rejection_threshold"
    }
  }
}
