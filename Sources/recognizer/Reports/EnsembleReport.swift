import DigitRecognition
import NeuralNet

/// The output of `inspect` for an ensemble.
struct EnsembleReport {
  private let file: String
  private let model: Model
  private let networks: [Network]

  init(_ file: String, _ model: Model) throws(ArchitectureError) {
    self.file = file
    self.model = model
    var networks: [Network] = []
    for member in model.members { networks.append(try Network(member.architecture)) }
    self.networks = networks
  }

  private var parameters: Int { networks.reduce(0) { $0 + $1.parameterCount } }
  private var multiplyAdds: Int { networks.reduce(0) { $0 + $1.multiplyAdds } }

  /// Text for people.
  var text: String {
    let width = max(6, networks.map { $0.architecture.name.count }.max() ?? 0)
    func line(_ name: String, _ columns: [String]) -> String {
      name + String(repeating: " ", count: width - name.count)
        + columns.map { String(repeating: " ", count: max(2, 13 - $0.count)) + $0 }.joined()
    }
    var lines = [
      "\(file): an ensemble of \(networks.count), \(parameters) parameters, "
        + "\(multiplyAdds) multiply-adds per image",
      "",
      line("member", ["parameters", "seed", "epochs", "temperature"]),
    ]
    for (member, network) in zip(model.members, networks) {
      lines.append(
        line(
          network.architecture.name,
          [
            "\(network.parameterCount)", "\(member.provenance.seed)",
            "\(member.provenance.epochs)",
            fixed(Double(member.output.classes?.temperature ?? 1), places: 4),
          ]))
    }
    lines += [""] + model.meaningLines
    return lines.joined(separator: "\n") + "\n"
  }

  /// One JSON object.
  func json() throws -> String {
    let classes = model.output.classes
    return try ModelReport.json(
      of: Object(
        file: file, parameters: parameters, multiplyAdds: multiplyAdds,
        normalization: model.normalization, classes: classes?.names,
        temperature: classes?.temperature, rejectionThreshold: classes?.rejectionThreshold,
        refusals: classes?.refusals,
        members: zip(model.members, networks).map { member, network in
          Member(
            architecture: network.architecture, parameters: network.parameterCount,
            multiplyAdds: network.multiplyAdds, temperature: member.output.classes?.temperature,
            provenance: member.provenance)
        }))
  }

  private struct Member: Encodable {
    let architecture: Architecture
    let parameters: Int
    let multiplyAdds: Int
    let temperature: Float?
    let provenance: Provenance

    private enum CodingKeys: String, CodingKey {
      case architecture, parameters, temperature, provenance
      case multiplyAdds = "multiply_adds"
    }
  }

  private struct Object: Encodable {
    let file: String
    let parameters: Int
    let multiplyAdds: Int
    let normalization: InputNormalization
    let classes: [String]?
    let temperature: Float?
    let rejectionThreshold: Float?
    let refusals: RefusalOutput?
    let members: [Member]

    private enum CodingKeys: String, CodingKey {
      case file, parameters, normalization, classes, temperature, refusals, members
      case multiplyAdds = "multiply_adds"
      case rejectionThreshold = "rejection_threshold"
    }
  }
}
