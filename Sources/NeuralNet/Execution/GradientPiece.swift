import KernelInterface

/// A part of the parameters' gradient that is computed, and used, on its own.
struct GradientPiece: Hashable {
  /// Where it comes from.
  enum Source: Hashable {
    /// The sum of the blocks' own gradients, which start at `offset`.
    case partials(offset: Int)
    /// A layer computes it for all blocks.
    case layer(Int, part: Int)
    /// Backward has left it in its place.
    case backward
  }

  let source: Source
  /// Where it lies in the flat buffer.
  let region: ParameterRegion
  let role: ParameterTensor.Role

  /// Floats that are summed and used while they are in a core's own cache.
  private static let chunkSize = 4096

  /// The pieces of a layer's parameters.
  ///
  /// - Parameters:
  ///   - own: the layer's tensors.
  ///   - parameters: where its parameters start in the flat buffer.
  ///   - partial: where its gradient starts among a block's own gradients, if it has one.
  static func pieces(
    of layer: any Layer, index: Int, own: [ParameterTensor], parameters: Int, partial: Int?
  ) -> [GradientPiece] {
    let parts = layer.gradientParts
    if !parts.isEmpty {
      return parts.enumerated().map { part, gradient in
        GradientPiece(
          source: .layer(index, part: part), region: gradient.region.moved(by: parameters),
          role: gradient.role)
      }
    }
    return own.flatMap { tensor in
      let end = tensor.range.upperBound
      return stride(from: tensor.range.lowerBound, to: end, by: chunkSize).map { start in
        GradientPiece(
          source: partial.map { .partials(offset: $0 + start - parameters) } ?? .backward,
          region: ParameterRegion(start..<min(start + chunkSize, end)), role: tensor.role)
      }
    }
  }
}
