package import RecognizerKernelInterface

// The gradient with respect to the input is a convolution again: of the output gradient, dilated
// by the stride and padded, with flipped weights (see `packWeights`).

extension KernelVariant {
  /// `gradient[o][i][r][c] += sum over y, x and samples of outputGradient[o][y][x] input[i][s y + r][s x + c]`.
  ///
  /// - input: `[inputChannels][rows][columns]` vectors, padding included
  /// - outputGradient: `[outputChannels][outputHeight][outputWidth]` vectors, in rows and planes
  ///   `gradientWidth` and `gradientPlane` apart
  /// - gradient: `[outputChannels][inputChannels][kernel][kernel]`
  ///
  /// Loops: tiles of output channels, input channels, window rows, tiles of taps; in a tile rows and
  /// columns. A tile passes over all positions once and only then adds up the sixteen samples.
  package static func addWeightGradient(
    _ geometry: ConvolutionGeometry, _ input: UnsafePointer<Vector>,
    outputGradient: UnsafePointer<Vector>, to gradient: UnsafeMutablePointer<Float>
  ) {
    forEachTile(
      of: geometry.outputChannels, Tiles.ConvolutionChannels.self,
      GradientChannels(
        geometry: geometry, input: input, outputGradient: outputGradient, gradient: gradient))
  }

  /// `gradient[c] += sum over positions and samples of outputGradient[c]`.
  ///
  /// - outputGradient: `[channels][size]` vectors
  package static func addBiasGradient(
    channels: Int, size: Int, outputGradient: UnsafePointer<Vector>,
    to gradient: UnsafeMutablePointer<Float>
  ) {
    for channel in 0..<channels {
      let values = outputGradient + channel * size
      // Four sums at once: one would wait for each addition.
      var sums = fourZeros
      var index = 0
      while index + 4 <= size {
        for lane in 0..<4 { sums[lane] += values[index &+ lane] }
        index += 4
      }
      while index < size {
        sums[0] += values[index]
        index += 1
      }
      gradient[channel] += ((sums[0] + sums[1]) + (sums[2] + sums[3])).total
    }
  }

  /// - input: `[planes][height][width]` vectors
  /// - output: `[planes][paddedHeight][paddedWidth]` vectors, overwritten
  package static func dilateAndPad(
    _ geometry: DilationGeometry, _ input: UnsafePointer<Vector>,
    into output: UnsafeMutablePointer<Vector>
  ) {
    let plane = geometry.paddedHeight * geometry.paddedWidth
    output.update(repeating: .zero, count: geometry.planes * plane)
    // The vectors that fall inside: 0 <= offset + index * step < size.
    let step = geometry.step
    let first = geometry.offset < 0 ? (-geometry.offset + step - 1) / step : 0
    func end(_ count: Int, _ size: Int) -> Int {
      min(count, (size - geometry.offset + step - 1) / step)
    }
    let rows = first..<max(first, end(geometry.height, geometry.paddedHeight))
    let columns = first..<max(first, end(geometry.width, geometry.paddedWidth))
    for channel in 0..<geometry.planes {
      for row in rows {
        let source = input + (channel * geometry.height + row) * geometry.width
        let target =
          output + channel * plane
          + (geometry.offset + row * step) * geometry.paddedWidth + geometry.offset
        for column in columns { target[column &* step] = source[column] }
      }
    }
  }

  /// The same of the gradient with respect to the sums, which is computed on the way.
  package static func dilateAndPad(
    _ geometry: DilationGeometry, sumsGradient: SumsGradient,
    into output: UnsafeMutablePointer<Vector>
  ) {
    if case .output(.none(let gradient)) = sumsGradient {
      return dilateAndPad(geometry, gradient, into: output)
    }
    let paddedPlane = geometry.paddedHeight * geometry.paddedWidth
    if paddedPlane > geometry.height * geometry.width {
      output.update(repeating: .zero, count: geometry.planes * paddedPlane)
    }
    let first = output + geometry.offset * (geometry.paddedWidth + 1)
    for channel in 0..<geometry.planes {
      writeSumsGradient(
        sumsGradient, channel: channel, rows: 0..<geometry.height, height: geometry.height,
        width: geometry.width, into: first + channel * paddedPlane, rowStride: geometry.paddedWidth)
    }
  }
}

// MARK: - Tiles

/// Tiles of output channels: the taps of every window row.
private struct GradientChannels: TileBody {
  let geometry: ConvolutionGeometry
  let input: UnsafePointer<Vector>
  let outputGradient: UnsafePointer<Vector>
  let gradient: UnsafeMutablePointer<Float>

  @inline(always)
  func tile<let channels: Int>(_: Count<channels>.Type, at channel: Int) {
    let kernel = geometry.kernel
    let outputGradient = outputGradient + channel * geometry.gradientPlane
    let gradient = gradient + channel * geometry.weightsPerOutput
    for inputChannel in 0..<geometry.inputChannels {
      for row in 0..<kernel {
        let taps = GradientTaps<channels>(
          geometry: geometry,
          input: input + inputChannel * geometry.inputPlane + row * geometry.inputWidth,
          outputGradient: outputGradient,
          gradient: gradient + (inputChannel * kernel + row) * kernel)
        forEachTile(of: kernel, Tiles.ConvolutionTaps.self, taps)
      }
    }
  }
}

/// Tiles of taps of one window row, for a few output channels.
private struct GradientTaps<let channels: Int>: TileBody {
  let geometry: ConvolutionGeometry
  let input: UnsafePointer<Vector>
  let outputGradient: UnsafePointer<Vector>
  let gradient: UnsafeMutablePointer<Float>

  @inline(always)
  func tile<let taps: Int>(_: Count<taps>.Type, at tap: Int) {
    let (plane, stride) = (geometry.gradientPlane, geometry.stride)
    var sums = RegisterTile<channels, taps>(repeating: .zero)
    for y in 0..<geometry.outputHeight {
      var window = input + tap + y &* stride &* geometry.inputWidth
      var position = outputGradient + y &* geometry.gradientWidth
      for _ in 0..<geometry.outputWidth {
        for channel in 0..<channels {
          let factor = position[channel &* plane]
          for tap in 0..<taps {
            sums[channel][tap] = sums[channel][tap].adding(factor, times: window[tap])
          }
        }
        window += stride
        position += 1
      }
    }
    let weightsPerOutput = geometry.weightsPerOutput
    for channel in 0..<channels {
      for index in 0..<taps {
        gradient[channel &* weightsPerOutput &+ tap &+ index] += sums[channel][index].total
      }
    }
  }
}
