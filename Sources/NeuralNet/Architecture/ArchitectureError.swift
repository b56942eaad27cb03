/// Why an architecture describes no network: the layer at fault and what is wrong with it.
public struct ArchitectureError: Error, Hashable, Sendable {
  /// The position of the layer in ``Architecture/layers``.
  package let layer: Int
  /// The kind of layer, as in a model file.
  package let type: String
  /// The problem, in one clause.
  package let problem: String
}

extension ArchitectureError: CustomStringConvertible {
  /// One clause that names the layer.
  public var description: String { "layer \(layer) (\(type)): \(problem)" }
}
