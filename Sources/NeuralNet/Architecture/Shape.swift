/// The shape of one sample: channels of height by width features.
///
/// Feature `(c, y, x)` is number `(c * height + y) * width + x`; a dense layer's output has
/// height and width 1.
public struct Shape: Codable, Hashable, Sendable {
  /// Feature planes.
  public let channels: Int
  /// Rows of a plane.
  public let height: Int
  /// Columns of a plane.
  public let width: Int

  /// A shape of `channels` planes.
  public init(channels: Int, height: Int = 1, width: Int = 1) {
    self.channels = channels
    self.height = height
    self.width = width
  }

  /// Features of one sample.
  public var count: Int { channels * height * width }
}

extension Shape: CustomStringConvertible {
  /// `channels x height x width`.
  public var description: String { "\(channels)x\(height)x\(width)" }
}
