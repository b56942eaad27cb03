/// Named arrays of 32-bit floats with text beside them: the content of a safetensors file.
///
/// The [format](https://huggingface.co/docs/safetensors) is a header in JSON and then the arrays'
/// bytes, so that Python and others read it without this package.
public struct SafeTensors: Hashable, Sendable {
  /// The arrays, ordered by name.
  public let tensors: [Tensor]
  /// The text, by key.
  public let metadata: [String: String]
  private let positions: [String: Int]

  /// The content of a file with these arrays, whose names must differ, and this text.
  public init(tensors: [Tensor], metadata: [String: String] = [:]) {
    self.tensors = tensors.sorted { $0.name < $1.name }
    self.metadata = metadata
    positions = Dictionary(
      uniqueKeysWithValues: self.tensors.enumerated().map { ($0.element.name, $0.offset) })
  }

  /// The array called `name`, if there is one.
  public func tensor(named name: String) -> Tensor? { positions[name].map { tensors[$0] } }
}
