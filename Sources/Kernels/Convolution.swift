package import KernelInterface

extension KernelVariant {
  /// Each output row is cut into tiles of a few channels by a few columns.
  ///
  /// A tile's sums stay in registers while every weight of its channels passes once, so a loaded
  /// input vector serves all channels of the tile and a weight all its columns. Channels are the
  /// outer loop: the few input rows under an output row stay in the second-level cache, the
  /// tile's weights in the first.
  package static func convolve(
    _ geometry: ConvolutionGeometry, _ input: UnsafePointer<Vector>,
    weights: UnsafePointer<Float>, bias: UnsafePointer<Float>?,
    into output: UnsafeMutablePointer<Vector>
  ) {
    let plane = geometry.outputHeight * geometry.outputWidth
    for row in 0..<geometry.outputHeight {
      let inputRow = input + row * geometry.stride * geometry.inputWidth
      var channel = 0
      while channel < geometry.outputChannels {
        let left = geometry.outputChannels - channel
        let weights = weights + channel * geometry.weightsPerOutput
        let bias = bias.map { $0 + channel }
        let output = output + channel * plane + row * geometry.outputWidth
        #if AVX512
          if left >= 4 {
            convolveRow(geometry, channels: Count<4>.self, inputRow, weights, bias, output)
            channel += 4
            continue
          }
        #endif
        #if FMA
          if left >= 2 {
            convolveRow(geometry, channels: Count<2>.self, inputRow, weights, bias, output)
            channel += 2
            continue
          }
        #endif
        convolveRow(geometry, channels: Count<1>.self, inputRow, weights, bias, output)
        channel += 1
        _ = left
      }
    }
  }

  /// One row of a few output channels, in the widest tiles that fit.
  @inline(__always)
  private static func convolveRow<let channels: Int>(
    _ geometry: ConvolutionGeometry, channels: Count<channels>.Type,
    _ input: UnsafePointer<Vector>, _ weights: UnsafePointer<Float>, _ bias: UnsafePointer<Float>?,
    _ output: UnsafeMutablePointer<Vector>
  ) {
    var column = 0
    while column < geometry.outputWidth {
      let left = geometry.outputWidth - column
      let input = input + column * geometry.stride
      let output = output + column
      #if AVX512
        if left >= 6 {
          convolveTile(geometry, channels, Count<6>.self, input, weights, bias, output)
          column += 6
          continue
        }
        if left >= 4 {
          convolveTile(geometry, channels, Count<4>.self, input, weights, bias, output)
          column += 4
          continue
        }
      #else
        if left >= 3 {
          convolveTile(geometry, channels, Count<3>.self, input, weights, bias, output)
          column += 3
          continue
        }
      #endif
      if left >= 2 {
        convolveTile(geometry, channels, Count<2>.self, input, weights, bias, output)
        column += 2
      } else {
        convolveTile(geometry, channels, Count<1>.self, input, weights, bias, output)
        column += 1
      }
    }
  }

  @inline(__always)
  private static func convolveTile<let channels: Int, let columns: Int>(
    _ geometry: ConvolutionGeometry, _: Count<channels>.Type, _: Count<columns>.Type,
    _ input: UnsafePointer<Vector>, _ weights: UnsafePointer<Float>, _ bias: UnsafePointer<Float>?,
    _ output: UnsafeMutablePointer<Vector>
  ) {
    let weightsPerOutput = geometry.weightsPerOutput
    let stride = geometry.stride
    var sums = RegisterTile<channels, columns>(repeating: .zero)
    if let bias {
      for channel in 0..<channels {
        for column in 0..<columns { sums[channel][column] = Vector(repeating: bias[channel]) }
      }
    }
    var weight = weights
    var plane = input
    for _ in 0..<geometry.inputChannels {
      var row = plane
      for _ in 0..<geometry.kernel {
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
      plane += geometry.inputPlane
    }
    let outputPlane = geometry.outputHeight &* geometry.outputWidth
    for channel in 0..<channels {
      for column in 0..<columns {
        output[channel &* outputPlane &+ column] = sums[channel][column]
      }
    }
  }
}

extension ConvolutionGeometry {
  /// Weights of one output channel.
  var weightsPerOutput: Int { inputChannels * kernel * kernel }
}
