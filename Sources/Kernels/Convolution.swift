package import RecognizerKernelInterface

extension KernelVariant {
  /// `output[o][y][x] = epilogue(affine(bias[o] + sum over i, r, c of w[o][i][r][c] input[i][s y + r][s x + c]))`
  /// with `s` the stride.
  ///
  /// - input: `[inputChannels][rows][columns]` vectors, padding included
  /// - weights: packed by ``packWeights(outputs:inputs:taps:flipped:_:into:)``
  /// - bias, affine: `[outputChannels]`
  /// - output: `[outputChannels][outputHeight][outputWidth]` vectors, or with half the rows and
  ///   columns where they are pooled
  /// - scratch: where rows are pooled `[outputChannels][2][outputWidth]` vectors
  ///
  /// Loops: rows, tiles of channels, tiles of columns; in a tile input channels, window rows, taps.
  ///
  /// A tile's sums stay in registers while every weight of its channels passes once, so a loaded
  /// input vector serves all channels of the tile and a weight all its columns. Channels are the
  /// outer loop: the few input rows under a row stay in the second-level cache, the tile's weights
  /// in the first. Where rows are pooled, two of them are pooled before they leave it.
  package static func convolve(
    _ geometry: ConvolutionGeometry, _ input: UnsafePointer<Vector>,
    weights: UnsafePointer<Float>, bias: UnsafePointer<Float>?, affine: ChannelAffine?,
    scratch rows: UnsafeMutablePointer<Vector>, into output: UnsafeMutablePointer<Vector>,
    argmax: UnsafeMutablePointer<ArgmaxVector>?
  ) {
    guard case .reluMaxPool = geometry.epilogue else {
      let plane = geometry.outputHeight * geometry.outputWidth
      for row in 0..<geometry.outputHeight {
        convolveRow(
          geometry, row: row, input, weights, bias, affine, output + row * geometry.outputWidth,
          plane: plane)
      }
      return
    }
    let width = geometry.outputWidth
    for row in 0..<geometry.outputHeight / 2 {
      for half in 0..<2 {
        convolveRow(
          geometry, row: 2 * row + half, input, weights, bias, affine, rows + half * width,
          plane: 2 * width)
      }
      poolRows(geometry, row: row, rows, into: output, argmax: argmax)
    }
  }

  /// - weights: `[outputs][inputs][taps]`, or `[inputs][outputs][taps]` to be `flipped`
  /// - packed: for every tile of output channels `[inputs][taps][channels of the tile]`
  package static func packWeights(
    outputs: Int, inputs: Int, taps: Int, flipped: Bool, _ weights: UnsafePointer<Float>,
    into packed: UnsafeMutablePointer<Float>
  ) {
    forEachTile(
      of: outputs, Tiles.ConvolutionChannels.self,
      WeightPacking(
        inputs: inputs, taps: taps, weights: weights, packed: packed,
        outputStride: flipped ? taps : inputs * taps,
        inputStride: flipped ? outputs * taps : taps, isFlipped: flipped))
  }

  /// One row of all output channels; where rows are pooled, before that.
  ///
  /// - plane: vectors from one output channel to the next
  @inline(never)
  static func convolveRow(
    _ geometry: ConvolutionGeometry, row: Int, _ input: UnsafePointer<Vector>,
    _ weights: UnsafePointer<Float>, _ bias: UnsafePointer<Float>?, _ affine: ChannelAffine?,
    _ output: UnsafeMutablePointer<Vector>, plane: Int
  ) {
    let first = row * geometry.stride
    let zeros = geometry.zeroRows
    let height = geometry.inputPlane / geometry.inputWidth
    let taps = TapRows(
      above: max(0, zeros - first),
      below: max(0, first + geometry.kernel - (height - zeros)), of: geometry.kernel)
    forEachTile(
      of: geometry.outputChannels, Tiles.ConvolutionChannels.self,
      ConvolutionChannels(
        geometry: geometry, taps: taps, input: input + (first + taps.above) * geometry.inputWidth,
        weights: weights, bias: bias, affine: affine, output: output, plane: plane))
  }

  /// Two rows of all output channels become one; a last column without a partner is left out.
  @inline(always)
  private static func poolRows(
    _ geometry: ConvolutionGeometry, row: Int, _ rows: UnsafePointer<Vector>,
    into output: UnsafeMutablePointer<Vector>, argmax: UnsafeMutablePointer<ArgmaxVector>?
  ) {
    let (height, width) = (geometry.outputHeight / 2, geometry.outputWidth / 2)
    for channel in 0..<geometry.outputChannels {
      let upper = rows + 2 &* channel &* geometry.outputWidth
      let lower = upper + geometry.outputWidth
      let target = (channel &* height &+ row) &* width
      for x in 0..<width {
        storeWindow(
          upper[2 &* x], upper[2 &* x &+ 1], lower[2 &* x], lower[2 &* x &+ 1],
          into: output + target + x, argmax: argmax.map { $0 + target + x })
      }
    }
  }
}

// MARK: - Tiles

/// Tiles of output channels of one row.
private struct ConvolutionChannels: TileBody {
  let geometry: ConvolutionGeometry
  let taps: TapRows
  /// The first row of the window that is multiplied.
  let input: UnsafePointer<Vector>
  let weights: UnsafePointer<Float>
  let bias: UnsafePointer<Float>?
  let affine: ChannelAffine?
  let output: UnsafeMutablePointer<Vector>
  /// Vectors from one output channel to the next.
  let plane: Int

  /// A function of its own: in a larger one the compiler no longer inlines the library's
  /// initialiser of the tile, sums begin in memory, and the variants share that function.
  @inline(never)
  func tile<let channels: Int>(_: Count<channels>.Type, at channel: Int) {
    let columns = ConvolutionColumns<channels>(
      geometry: geometry, taps: taps, input: input,
      weights: weights + channel * geometry.weightsPerOutput
        + taps.above * geometry.kernel * channels,
      bias: bias.map { $0 + channel }, affine: affine?.from(channel),
      output: output + channel * plane, plane: plane)
    forEachTile(of: geometry.outputWidth, Tiles.ConvolutionColumns.self, columns)
  }
}

/// Tiles of columns of a few output channels.
private struct ConvolutionColumns<let channels: Int>: TileBody {
  let geometry: ConvolutionGeometry
  let taps: TapRows
  let input: UnsafePointer<Vector>
  let weights: UnsafePointer<Float>
  let bias: UnsafePointer<Float>?
  let affine: ChannelAffine?
  let output: UnsafeMutablePointer<Vector>
  let plane: Int

  @inline(always)
  func tile<let columns: Int>(_: Count<columns>.Type, at column: Int) {
    let stride = geometry.stride
    let output = output + column
    var sums = RegisterTile<channels, columns>(repeating: .zero)
    if let bias {
      for channel in 0..<channels {
        for column in 0..<columns { sums[channel][column] = Vector(repeating: bias[channel]) }
      }
    }
    var weight = weights
    let skipped = (geometry.kernel &- taps.count) &* geometry.kernel &* channels
    var inputPlane = input + column * stride
    for _ in 0..<geometry.inputChannels {
      var row = inputPlane
      for _ in 0..<taps.count {
        for tap in 0..<geometry.kernel {
          let window = row + tap
          for channel in 0..<channels {
            let factor = Vector(repeating: weight[channel])
            for column in 0..<columns {
              sums[channel][column] = sums[channel][column].adding(
                factor, times: window[column &* stride])
            }
          }
          weight += channels
        }
        row += geometry.inputWidth
      }
      weight += skipped
      inputPlane += geometry.inputPlane
    }
    if let affine {
      for channel in 0..<channels {
        let factor = Vector(repeating: affine.factors[channel])
        let offset = Vector(repeating: affine.offsets[channel])
        for column in 0..<columns {
          sums[channel][column] = offset.adding(sums[channel][column], times: factor)
        }
      }
    }
    if case .relu = geometry.epilogue {
      for channel in 0..<channels {
        for column in 0..<columns {
          let sum = sums[channel][column]
          output[channel &* plane &+ column] = sum.zeroed(unless: sum .> 0)
        }
      }
    } else {
      for channel in 0..<channels {
        for column in 0..<columns { output[channel &* plane &+ column] = sums[channel][column] }
      }
    }
  }
}

/// The weights of a tile of output channels, in the order in which they are read.
private struct WeightPacking: TileBody {
  let inputs: Int
  let taps: Int
  let weights: UnsafePointer<Float>
  let packed: UnsafeMutablePointer<Float>
  let outputStride: Int
  let inputStride: Int
  let isFlipped: Bool

  @inline(always)
  func tile<let channels: Int>(_: Count<channels>.Type, at first: Int) {
    var target = packed + first * inputs * taps
    for input in 0..<inputs {
      let source = weights + first * outputStride + input * inputStride
      for tap in 0..<taps {
        let tap = isFlipped ? taps - 1 - tap : tap
        for channel in 0..<channels { target[channel] = source[channel &* outputStride &+ tap] }
        target += channels
      }
    }
  }
}

/// The rows of a window that lie over more than zeros.
private struct TapRows {
  /// Rows above them.
  let above: Int
  /// Their number.
  let count: Int

  init(above: Int, below: Int, of kernel: Int) {
    self.above = min(above, kernel)
    count = max(0, kernel - above - below)
  }
}

extension ChannelAffine {
  /// That of the channels from one on.
  @inline(always)
  fileprivate func from(_ channel: Int) -> ChannelAffine {
    ChannelAffine(factors: factors + channel, offsets: offsets + channel)
  }
}
