package import RecognizerKernelInterface

extension KernelVariant {
  /// Each row of sums is cut into tiles of a few channels by a few columns.
  ///
  /// A tile's sums stay in registers while every weight of its channels passes once, so a loaded
  /// input vector serves all channels of the tile and a weight all its columns. Channels are the
  /// outer loop: the few input rows under a row stay in the second-level cache, the tile's weights
  /// in the first. Where rows are pooled, two of them are pooled before they leave it.
  package static func convolve(
    _ geometry: ConvolutionGeometry, _ input: UnsafePointer<Vector>,
    weights: UnsafePointer<Float>, bias: UnsafePointer<Float>?,
    scratch rows: UnsafeMutablePointer<Vector>, into output: UnsafeMutablePointer<Vector>,
    argmax: UnsafeMutablePointer<ArgmaxVector>?
  ) {
    guard case .reluMaxPool = geometry.epilogue else {
      let plane = geometry.outputHeight * geometry.outputWidth
      for row in 0..<geometry.outputHeight {
        convolveRow(
          geometry, row: row, input, weights, bias, output + row * geometry.outputWidth,
          plane: plane)
      }
      return
    }
    let width = geometry.outputWidth
    for row in 0..<geometry.outputHeight / 2 {
      for half in 0..<2 {
        convolveRow(
          geometry, row: 2 * row + half, input, weights, bias, rows + half * width,
          plane: 2 * width)
      }
      poolRows(geometry, row: row, rows, into: output, argmax: argmax)
    }
  }

  /// One row of all output channels.
  @inline(always)
  private static func convolveRow(
    _ geometry: ConvolutionGeometry, row: Int, _ input: UnsafePointer<Vector>,
    _ weights: UnsafePointer<Float>, _ bias: UnsafePointer<Float>?,
    _ output: UnsafeMutablePointer<Vector>, plane: Int
  ) {
    let first = row * geometry.stride
    let zeros = geometry.zeroRows
    let height = geometry.inputPlane / geometry.inputWidth
    let taps = TapRows(
      above: max(0, zeros - first),
      below: max(0, first + geometry.kernel - (height - zeros)), of: geometry.kernel)
    let input = input + (first + taps.above) * geometry.inputWidth
    let weights = weights + taps.above * geometry.kernel
    var channel = 0
    while channel < geometry.outputChannels {
      let left = geometry.outputChannels - channel
      let weights = weights + channel * geometry.weightsPerOutput
      let bias = bias.map { $0 + channel }
      let output = output + channel * plane
      #if AVX512
        if left >= 4 {
          convolveRow(geometry, taps, Count<4>.self, input, weights, bias, output, plane)
          channel += 4
          continue
        }
      #endif
      #if FMA
        if left >= 2 {
          convolveRow(geometry, taps, Count<2>.self, input, weights, bias, output, plane)
          channel += 2
          continue
        }
      #endif
      convolveRow(geometry, taps, Count<1>.self, input, weights, bias, output, plane)
      channel += 1
      _ = left
    }
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
          at: target &+ x, into: output, argmax: argmax)
      }
    }
  }

  /// One row of a few output channels, in the widest tiles that fit.
  @inline(always)
  private static func convolveRow<let channels: Int>(
    _ geometry: ConvolutionGeometry, _ taps: TapRows, _ channels: Count<channels>.Type,
    _ input: UnsafePointer<Vector>, _ weights: UnsafePointer<Float>, _ bias: UnsafePointer<Float>?,
    _ output: UnsafeMutablePointer<Vector>, _ plane: Int
  ) {
    var column = 0
    while column < geometry.outputWidth {
      let left = geometry.outputWidth - column
      let input = input + column * geometry.stride
      let output = output + column
      #if AVX512
        if left >= 6 {
          convolveTile(geometry, taps, channels, Count<6>.self, input, weights, bias, output, plane)
          column += 6
          continue
        }
        if left >= 4 {
          convolveTile(geometry, taps, channels, Count<4>.self, input, weights, bias, output, plane)
          column += 4
          continue
        }
      #else
        if left >= 3 {
          convolveTile(geometry, taps, channels, Count<3>.self, input, weights, bias, output, plane)
          column += 3
          continue
        }
      #endif
      if left >= 2 {
        convolveTile(geometry, taps, channels, Count<2>.self, input, weights, bias, output, plane)
        column += 2
      } else {
        convolveTile(geometry, taps, channels, Count<1>.self, input, weights, bias, output, plane)
        column += 1
      }
    }
  }

  @inline(always)
  private static func convolveTile<let channels: Int, let columns: Int>(
    _ geometry: ConvolutionGeometry, _ taps: TapRows, _: Count<channels>.Type,
    _: Count<columns>.Type, _ input: UnsafePointer<Vector>, _ weights: UnsafePointer<Float>,
    _ bias: UnsafePointer<Float>?,
    _ output: UnsafeMutablePointer<Vector>, _ plane: Int
  ) {
    let weightsPerOutput = geometry.weightsPerOutput
    let stride = geometry.stride
    let skipped = (geometry.kernel &- taps.count) &* geometry.kernel
    var sums = RegisterTile<channels, columns>(repeating: .zero)
    if let bias {
      for channel in 0..<channels {
        for column in 0..<columns { sums[channel][column] = Vector(repeating: bias[channel]) }
      }
    }
    var weight = weights
    var inputPlane = input
    for _ in 0..<geometry.inputChannels {
      var row = inputPlane
      for _ in 0..<taps.count {
        for tap in 0..<geometry.kernel {
          let window = row + tap
          for channel in 0..<channels {
            let factor = Vector(repeating: weight[channel &* weightsPerOutput])
            for column in 0..<columns {
              sums[channel][column] = sums[channel][column].adding(
                factor, times: window[column &* stride])
            }
          }
          weight += 1
        }
        row += geometry.inputWidth
      }
      weight += skipped
      inputPlane += geometry.inputPlane
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

/// The rows of a window that lie over more than zeros.
private struct TapRows {
  /// Rows above them.
  let above: Int
  /// How many they are.
  let count: Int

  init(above: Int, below: Int, of kernel: Int) {
    self.above = min(above, kernel)
    count = max(0, kernel - above - below)
  }
}

extension ConvolutionGeometry {
  /// Weights of one output channel.
  var weightsPerOutput: Int { inputChannels * kernel * kernel }
}
