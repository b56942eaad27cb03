/// A network without its weights: the input's shape and the layers in order.
///
/// An architecture is a value. A model file stores it, `--architecture FILE.json` reads it, and
/// a ``Network`` is what it compiles to.
public struct Architecture: Codable, Hashable, Sendable {
  /// The architecture's name, for people.
  public var name: String
  /// The shape of one input sample.
  public var input: Shape
  /// The layers, first to last.
  public var layers: [LayerDescription]

  /// An architecture of the given layers.
  public init(name: String, input: Shape, layers: [LayerDescription]) {
    self.name = name
    self.input = input
    self.layers = layers
  }
}

extension Architecture {
  /// The same network with so many outputs, if it ends in a dense layer and functions of its outputs.
  package func withOutputs(_ count: Int) -> Architecture? {
    var changed = self
    for index in layers.indices.reversed() {
      switch layers[index] {
      case .dense(_, let bias):
        changed.layers[index] = .dense(outputs: count, bias: bias)
        return changed
      case .activation, .softmax: continue
      default: return nil
      }
    }
    return nil
  }
}
