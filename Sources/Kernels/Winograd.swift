package import RecognizerKernelInterface

extension KernelVariant {
  /// The sums of a convolution with a window of 3x3 and stride 1, in tiles of 4x4 outputs, and their
  /// epilogue (see `WinogradTransforms.swift`).
  ///
  /// - input: without padding
  /// - weights: `[36][outputChannels][inputChannels]`, transformed
  /// - bias, affine: `[outputChannels]`
  /// - scratch: `geometry.forwardScratch` vectors
  /// - output: `[outputChannels][outputHeight][outputWidth]` vectors, or with half the rows and
  ///   columns where they are pooled
  ///
  /// Loops: bands (see `WinogradBands.swift`), groups of tiles; in a group channels and tiles
  /// (transform), points (product), channels and tiles (transform back).
  ///
  /// For each of the 36 points a matrix of weights multiplies what all channels have there. A group's
  /// numbers stay in the second-level cache, a point's in the first.
  package static func winogradConvolve(
    _ geometry: WinogradGeometry, _ input: ConvolutionInput, weights: UnsafePointer<Float>,
    bias: UnsafePointer<Float>?, affine: ChannelAffine?, scratch: UnsafeMutablePointer<Vector>,
    into output: UnsafeMutablePointer<Vector>, argmax: UnsafeMutablePointer<ArgmaxVector>?
  ) {
    let (inputs, outputs) = (geometry.inputChannels, geometry.outputChannels)
    let width = geometry.tilesPerGroup
    // A vector more than needed keeps the points of a tile out of each other's cache sets.
    let (inputStride, outputStride) = (inputs * width + 1, outputs * width + 1)
    let half = scratch
    let transformed = half + 36
    let products = transformed + 36 * inputStride
    let bandMemory = products + 36 * outputStride
    let product = MatrixProductGeometry(
      rows: outputs, depth: inputs, columns: width, rowStride: inputs, depthStride: 1,
      inputColumnStride: 1, inputDepthStride: width, outputColumnStride: 1, outputRowStride: width)
    for number in 0..<geometry.bands {
      let band = inputBand(geometry, input, number: number, in: bandMemory)
      forEachGroup(geometry, band: number) { group in
        for channel in 0..<inputs {
          for tile in 0..<group.count {
            transformInput(
              group, tile: tile, band, channel: channel, half,
              into: transformed + channel &* width + tile, pointStride: inputStride)
          }
        }
        for point in 0..<36 {
          multiply(
            product, weights: weights + point * outputs * inputs, bias: nil,
            transformed + point * inputStride, into: products + point * outputStride)
        }
        transformOutputs(
          geometry, group, products, pointStride: outputStride, bias, affine, half, into: output,
          argmax: argmax)
      }
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
    let (half, points) = (window + 16, window + 34)
    var first = 0
    while first < count {
      let lanes = min(16, count - first)
      // Rows of sixteen where the last one does not end behind the weights.
      if first + 17 <= count {
        transpose(count: 16, weights + first * 9, rowStride: 9, into: window)
      } else {
        for tap in 0..<9 {
          for lane in 0..<lanes { window[tap][lane] = weights[(first + lane) * 9 + tap] }
        }
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

  /// Calls `body` for every group of tiles of a band.
  @inline(always)
  static func forEachGroup(
    _ geometry: WinogradGeometry, band: Int, _ body: (_ group: TileGroup) -> Void
  ) {
    let firstRow = band * geometry.tileRowsPerBand
    let rows = min(geometry.tileRowsPerBand, geometry.tilesDown - firstRow)
    let tiles = rows * geometry.tilesAcross
    var first = 0
    while first < tiles {
      let count = min(geometry.tilesPerGroup, tiles - first)
      body(
        TileGroup(first: first, count: count, across: geometry.tilesAcross, bandRow: 4 * firstRow))
      first += count
    }
  }

  /// One tile of one input channel.
  ///
  /// - transformed: `[36]` vectors, `pointStride` apart
  @inline(always)
  static func transformInput(
    _ group: TileGroup, tile: Int, _ band: WinogradBand, channel: Int,
    _ half: UnsafeMutablePointer<Vector>, into transformed: UnsafeMutablePointer<Vector>,
    pointStride: Int
  ) {
    let first = channel &* band.planeStride &+ group.row(tile) &* band.rowStride
    let source = band.first + first + group.column(tile)
    for x in 0..<6 { inputTransform(source + x, band.rowStride, into: half + x, 6) }
    for y in 0..<6 {
      inputTransform(half + 6 &* y, 1, into: transformed + 6 &* y &* pointStride, pointStride)
    }
  }

  /// A group's tiles of all output channels, through the epilogue.
  @inline(always)
  private static func transformOutputs(
    _ geometry: WinogradGeometry, _ group: TileGroup, _ products: UnsafePointer<Vector>,
    pointStride: Int, _ bias: UnsafePointer<Float>?, _ affine: ChannelAffine?,
    _ half: UnsafeMutablePointer<Vector>, into output: UnsafeMutablePointer<Vector>,
    argmax: UnsafeMutablePointer<ArgmaxVector>?
  ) {
    for channel in 0..<geometry.outputChannels {
      let shift = ChannelShift(channel, bias, affine)
      for tile in 0..<group.count {
        let source = products + channel &* geometry.tilesPerGroup + tile
        for x in 0..<6 {
          let sums = outputTransform(source + x &* pointStride, 6 &* pointStride)
          for y in 0..<4 { half[6 &* y &+ x] = sums[y] }
        }
        let (row, column) = (group.bandRow &+ group.row(tile), group.column(tile))
        if case .reluMaxPool = geometry.epilogue {
          storePooled(geometry, channel, row / 2, column / 2, half, shift, output, argmax)
        } else {
          store(geometry, channel, row, column, half, shift, output)
        }
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
    let columns = min(4, width &- column)
    for y in 0..<min(4, height &- row) {
      let sums = outputTransform(half + 6 &* y, 1)
      let target = output + (channel &* height &+ row &+ y) &* width + column
      var values: Line<4> = [shift(sums[0]), shift(sums[1]), shift(sums[2]), shift(sums[3])]
      if isReLU {
        values = [
          values[0].zeroed(unless: values[0] .> 0), values[1].zeroed(unless: values[1] .> 0),
          values[2].zeroed(unless: values[2] .> 0), values[3].zeroed(unless: values[3] .> 0),
        ]
      }
      target[0] = values[0]
      if columns > 1 { target[1] = values[1] }
      if columns > 2 { target[2] = values[2] }
      if columns > 3 { target[3] = values[3] }
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
        shift(upper[0]), shift(upper[1]), shift(lower[0]), shift(lower[1]),
        into: output + first, argmax: argmax.map { $0 + first })
      guard columns > 1 else { continue }
      storeWindow(
        shift(upper[2]), shift(upper[3]), shift(lower[2]), shift(lower[3]),
        into: output + first + 1, argmax: argmax.map { $0 + first + 1 })
    }
  }
}

/// Tiles of a band that pass through the products together.
struct TileGroup {
  /// The first one's number in the band, row by row.
  let first: Int
  let count: Int
  /// Tiles in a row.
  let across: Int
  /// The band's first row of outputs.
  let bandRow: Int

  /// The first row of outputs of a tile of the group, in the band.
  @inline(always)
  func row(_ tile: Int) -> Int { (first &+ tile) / across &* 4 }

  /// The first column of outputs of a tile of the group.
  @inline(always)
  func column(_ tile: Int) -> Int { (first &+ tile) % across &* 4 }
}
