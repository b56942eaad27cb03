/// Why an architecture describes no network: the layer at fault and what is wrong with it.
public struct ArchitectureError: Error, Hashable, Sendable {
  /// The position of the layer in ``Architecture/layers``.
  public let layer: Int
  /// The kind of layer, as in a model file.
  public let type: String
  /// The problem, in one clause.
  public let problem: String
}

extension ArchitectureError: CustomStringConvertible {
  /// One clause that names the layer.
  public var description: String { "layer \(layer) (\(type)): \(problem)" }
}
