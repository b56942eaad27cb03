import RecognizerKernelInterface

/// A part of the parameters' gradient that is computed, and used, on its own.
struct GradientShard: Hashable {
  /// Where it comes from.
  enum Source: Hashable {
    /// The sum of the blocks' own gradients, which start at `offset`.
    case blockGradients(offset: Int)
    /// A layer computes it for all blocks.
    case layer(Int, shard: Int)
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
  static func shards(
    of layer: any Layer, index: Int, own: [ParameterTensor], parameters: Int, partial: Int?
  ) -> [GradientShard] {
    let shards = layer.gradientShards
    if !shards.isEmpty {
      return shards.enumerated().map { shard, gradient in
        GradientShard(
          source: .layer(index, shard: shard), region: gradient.region.moved(by: parameters),
          role: gradient.role)
      }
    }
    return own.flatMap { tensor in
      let end = tensor.range.upperBound
      return stride(from: tensor.range.lowerBound, to: end, by: chunkSize).map { start in
        GradientShard(
          source: partial.map { .blockGradients(offset: $0 + start - parameters) } ?? .backward,
          region: ParameterRegion(start..<min(start + chunkSize, end)), role: tensor.role)
      }
    }
  }
}
