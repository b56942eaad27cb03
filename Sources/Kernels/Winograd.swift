package import RecognizerKernelInterface

extension KernelVariant {
  /// The sums of a convolution with a window of 3x3 and stride 1, in tiles of 4x4 outputs, and their
  /// epilogue (see `WinogradTransforms.swift`).
  ///
  /// - input: `[inputChannels][inputHeight][inputWidth]` vectors, without padding
  /// - weights: `[36][outputChannels][inputChannels]`, transformed
  /// - bias, affine: `[outputChannels]`
  /// - scratch: `geometry.forwardScratch` vectors
  /// - output: `[outputChannels][outputHeight][outputWidth]` vectors, or with half the rows and
  ///   columns where they are pooled
  ///
  /// Loops: groups of tiles; in a group tiles (transform), points (product), tiles (transform back).
  ///
  ///
  /// Their inputs are transformed, then for each of the 36 points a matrix of weights multiplies
  /// what all channels have there, then the outputs are transformed back. A group's numbers stay in
  /// the second-level cache, a point's in the first.
  package static func winogradConvolve(
    _ geometry: WinogradGeometry, _ input: UnsafePointer<Vector>, weights: UnsafePointer<Float>,
    bias: UnsafePointer<Float>?, affine: ChannelAffine?, scratch: UnsafeMutablePointer<Vector>,
    into output: UnsafeMutablePointer<Vector>, argmax: UnsafeMutablePointer<ArgmaxVector>?
  ) {
    let (inputs, outputs) = (geometry.inputChannels, geometry.outputChannels)
    let group = geometry.tilesPerGroup
    // A vector more than needed keeps the points of a tile out of each other's cache sets.
    let (inputStride, outputStride) = (inputs * group + 1, outputs * group + 1)
    let (half, patch) = (scratch, scratch + 36)
    let transformed = scratch + 72
    let products = transformed + 36 * inputStride
    let product = MatrixProductGeometry(
      rows: outputs, depth: inputs, columns: group, rowStride: inputs, depthStride: 1,
      inputColumnStride: 1, inputDepthStride: group, outputColumnStride: 1, outputRowStride: group)
    var first = 0
    while first < geometry.tiles {
      let last = min(first + group, geometry.tiles)
      for tile in first..<last {
        transformInputs(
          geometry, channels: inputs, tile: tile, input, half, patch,
          into: transformed + (tile - first),
          pointStride: inputStride, channelStride: group)
      }
      for point in 0..<36 {
        multiply(
          product, weights: weights + point * outputs * inputs, bias: nil,
          transformed + point * inputStride, into: products + point * outputStride)
      }
      for tile in first..<last {
        transformOutputs(
          geometry, tile: tile, products + (tile - first), pointStride: outputStride,
          channelStride: group, bias, affine, half, into: output, argmax: argmax)
      }
      first += group
    }
  }

  /// `G w G'` for the windows of all pairs of channels.
  ///
  /// - weights: `[outputs][inputs][3][3]`
  /// - scratch: `WinogradGeometry.weightScratch` vectors
  /// - transformed: `[36][outputs][inputs]`
  package static func winogradTransformWeights(
    inputs: Int, outputs: Int, _ weights: UnsafePointer<Float>,
    scratch: UnsafeMutablePointer<Vector>, into transformed: UnsafeMutablePointer<Float>
  ) {
    // Sixteen windows at a time.
    let count = inputs * outputs
    let window = scratch
    let (half, points) = (window + 9, window + 27)
    var first = 0
    while first < count {
      let lanes = min(16, count - first)
      for tap in 0..<9 {
        for lane in 0..<lanes { window[tap][lane] = weights[(first + lane) * 9 + tap] }
      }
      for column in 0..<3 { weightTransform(window + column, 3, into: half + column, 3) }
      for row in 0..<6 { weightTransform(half + 3 * row, 1, into: points + 6 * row, 1) }
      for point in 0..<36 {
        let target = transformed + point * count + first
        if lanes == 16 {
          points[point].store(unaligned: target)
        } else {
          for lane in 0..<lanes { target[lane] = points[point][lane] }
        }
      }
      first += 16
    }
  }

  // MARK: - Tiles

  /// One tile of a few input channels.
  @inline(always)
  static func transformInputs(
    _ geometry: WinogradGeometry, channels: Int, tile: Int, _ input: UnsafePointer<Vector>,
    _ half: UnsafeMutablePointer<Vector>, _ patch: UnsafeMutablePointer<Vector>,
    into transformed: UnsafeMutablePointer<Vector>, pointStride: Int, channelStride: Int
  ) {
    let (height, width) = (geometry.inputHeight, geometry.inputWidth)
    let row = tile / geometry.tilesAcross * 4 - geometry.padding
    let column = tile % geometry.tilesAcross * 4 - geometry.padding
    let isInside = row >= 0 && column >= 0 && row + 6 <= height && column + 6 <= width
    for channel in 0..<channels {
      let plane = input + channel * height * width
      var source = plane + row * width + column
      if !isInside {
        copyEdge(plane, height: height, width: width, row: row, column: column, into: patch)
        source = UnsafePointer(patch)
      }
      let sourceStride = isInside ? width : 6
      let target = transformed + channel * channelStride
      for x in 0..<6 { inputTransform(source + x, sourceStride, into: half + x, 6) }
      for y in 0..<6 {
        inputTransform(half + 6 &* y, 1, into: target + 6 &* y &* pointStride, pointStride)
      }
    }
  }

  /// The part of a 6x6 tile that lies inside the plane; the rest is zero.
  @inline(never)
  private static func copyEdge(
    _ plane: UnsafePointer<Vector>, height: Int, width: Int, row: Int, column: Int,
    into patch: UnsafeMutablePointer<Vector>
  ) {
    for y in 0..<6 {
      for x in 0..<6 {
        let isInside = row + y >= 0 && row + y < height && column + x >= 0 && column + x < width
        patch[6 * y + x] = isInside ? plane[(row + y) * width + column + x] : .zero
      }
    }
  }

  /// One tile of all output channels, through the epilogue.
  @inline(always)
  private static func transformOutputs(
    _ geometry: WinogradGeometry, tile: Int, _ products: UnsafePointer<Vector>, pointStride: Int,
    channelStride: Int, _ bias: UnsafePointer<Float>?, _ affine: ChannelAffine?,
    _ half: UnsafeMutablePointer<Vector>, into output: UnsafeMutablePointer<Vector>,
    argmax: UnsafeMutablePointer<ArgmaxVector>?
  ) {
    let (row, column) = (tile / geometry.tilesAcross * 4, tile % geometry.tilesAcross * 4)
    for channel in 0..<geometry.outputChannels {
      let source = products + channel * channelStride
      let shift = ChannelShift(channel, bias, affine)
      for x in 0..<6 {
        let sums = outputTransform(source + x &* pointStride, 6 &* pointStride)
        for y in 0..<4 { half[6 &* y &+ x] = sums[y] }
      }
      if case .reluMaxPool = geometry.epilogue {
        storePooled(geometry, channel, row / 2, column / 2, half, shift, output, argmax)
      } else {
        store(geometry, channel, row, column, half, shift, output)
      }
    }
  }

  /// The outputs of a tile that lie inside the plane.
  @inline(always)
  private static func store(
    _ geometry: WinogradGeometry, _ channel: Int, _ row: Int, _ column: Int,
    _ half: UnsafePointer<Vector>, _ shift: ChannelShift, _ output: UnsafeMutablePointer<Vector>
  ) {
    let (height, width) = (geometry.outputHeight, geometry.outputWidth)
    let isReLU = if case .relu = geometry.epilogue { true } else { false }
    let columns = min(4, width - column)
    for y in 0..<min(4, height - row) {
      let sums = outputTransform(half + 6 &* y, 1)
      let target = output + (channel &* height &+ row &+ y) &* width + column
      for x in 0..<4 {
        let value = shift(sums[x])
        if x < columns { target[x] = isReLU ? value.zeroed(unless: value .> 0) : value }
      }
    }
  }

  /// The windows of 2x2 of a tile that lie inside the plane.
  @inline(always)
  private static func storePooled(
    _ geometry: WinogradGeometry, _ channel: Int, _ row: Int, _ column: Int,
    _ half: UnsafePointer<Vector>, _ shift: ChannelShift, _ output: UnsafeMutablePointer<Vector>,
    _ argmax: UnsafeMutablePointer<ArgmaxVector>?
  ) {
    let (height, width) = (geometry.outputHeight / 2, geometry.outputWidth / 2)
    // A tile of a single column has no window at all: nothing may be written for it.
    let columns = min(2, width - column)
    guard columns > 0 else { return }
    for y in 0..<max(0, min(2, height - row)) {
      let upper = outputTransform(half + 12 &* y, 1)
      let lower = outputTransform(half + 12 &* y + 6, 1)
      let first = (channel &* height &+ row &+ y) &* width &+ column
      storeWindow(
        shift(upper[0]), shift(upper[1]), shift(lower[0]), shift(lower[1]), at: first,
        into: output, argmax: argmax)
      guard columns > 1 else { continue }
      storeWindow(
        shift(upper[2]), shift(upper[3]), shift(lower[2]), shift(lower[3]), at: first &+ 1,
        into: output, argmax: argmax)
    }
  }
}
