package import RecognizerKernelInterface

extension KernelVariant {
  /// `output[o][y][x] = bias[o] + sum over i, r, c of w[o][i][r][c] input[i][s y + r][s x + c]` of one
  /// sample, then ReLU if `geometry` says so; a vector holds sixteen channels of one place.
  ///
  /// - input: `[vectors of channels][rows][columns]` vectors, padding included
  /// - weights: `[vector of input channels][kernelHeight][kernelWidth][channel][outputVectors]`
  ///   vectors
  /// - bias: `[outputVectors]` vectors
  /// - output: `[outputVectors][outputHeight][outputWidth]` vectors
  ///
  /// Loops: tiles of output vectors, rows, tiles of columns; in a tile vectors of input channels,
  /// window rows, taps, channels.
  package static func convolveSingleImage(
    _ geometry: SingleImageConvolutionGeometry, _ input: UnsafePointer<Vector>,
    weights: UnsafePointer<Vector>, bias: UnsafePointer<Vector>,
    into output: UnsafeMutablePointer<Vector>
  ) {
    let vectors = SingleImageVectors(
      geometry: geometry, input: input, weights: weights, bias: bias, output: output)
    if geometry.outputWidth == 1 {
      forEachTile(of: geometry.outputVectors, Tiles.SingleImageVectorsOfOneColumn.self, vectors)
    } else {
      forEachTile(of: geometry.outputVectors, Tiles.SingleImageVectors.self, vectors)
    }
  }
}

/// Tiles of vectors of output channels.
private struct SingleImageVectors: TileBody {
  let geometry: SingleImageConvolutionGeometry
  let input: UnsafePointer<Vector>
  let weights: UnsafePointer<Vector>
  let bias: UnsafePointer<Vector>
  let output: UnsafeMutablePointer<Vector>

  @inline(always)
  func tile<let vectors: Int>(_ vectors: Count<vectors>.Type, at vector: Int) {
    Self.convolveVectors(
      geometry, vectors, input, weights + vector, bias + vector,
      output + vector * geometry.output.plane)
  }
  /// All places of a few vectors of output channels.
  @inline(always)
  private static func convolveVectors<let vectors: Int>(
    _ geometry: SingleImageConvolutionGeometry, _ vectors: Count<vectors>.Type,
    _ input: UnsafePointer<Vector>, _ weights: UnsafePointer<Vector>,
    _ bias: UnsafePointer<Vector>, _ output: UnsafeMutablePointer<Vector>
  ) {
    // The offsets of a tile's columns are constants, for speed: neighbouring windows only.
    let columns = geometry.stride == 1 ? geometry.outputWidth : 1
    switch tileWidth(for: columns, vectors: Count<vectors>.number) {
    case 14: convolveTiles(geometry, vectors, Count<14>.self, input, weights, bias, output)
    case 12: convolveTiles(geometry, vectors, Count<12>.self, input, weights, bias, output)
    case 10: convolveTiles(geometry, vectors, Count<10>.self, input, weights, bias, output)
    case 8: convolveTiles(geometry, vectors, Count<8>.self, input, weights, bias, output)
    case 6: convolveTiles(geometry, vectors, Count<6>.self, input, weights, bias, output)
    case 5: convolveTiles(geometry, vectors, Count<5>.self, input, weights, bias, output)
    case 4: convolveTiles(geometry, vectors, Count<4>.self, input, weights, bias, output)
    case 3: convolveTiles(geometry, vectors, Count<3>.self, input, weights, bias, output)
    default: convolveTiles(geometry, vectors, Count<1>.self, input, weights, bias, output)
    }
  }

  /// The width of the tiles that cover a row soonest.
  ///
  /// The processor works on eight multiply-adds at a time: a tile of fewer sums takes as long as of eight.
  private static func tileWidth(for columns: Int, vectors: Int) -> Int {
    let widths: InlineArray<9, Int> = [14, 12, 10, 8, 6, 5, 4, 3, 1]
    var (best, leastTime) = (1, Int.max)
    for i in 0..<9 where widths[i] <= columns && widths[i] &* vectors <= Tiles.sums {
      let tiles = (columns &+ widths[i] &- 1) / widths[i]
      let time = tiles &* max(8, widths[i] &* vectors)
      if time < leastTime { (best, leastTime) = (widths[i], time) }
    }
    return best
  }

  /// Tiles of one width; the last one of a row starts early where the width does not divide it.
  ///
  /// A tile's sums stay in registers while the window passes once: an input float, broadcast,
  /// serves all vectors of the tile, a vector of weights all its columns.
  @inline(never)
  private static func convolveTiles<let vectors: Int, let columns: Int>(
    _ geometry: SingleImageConvolutionGeometry, _: Count<vectors>.Type, _: Count<columns>.Type,
    _ input: UnsafePointer<Vector>, _ weights: UnsafePointer<Vector>,
    _ bias: UnsafePointer<Vector>, _ output: UnsafeMutablePointer<Vector>
  ) {
    // A constant: nothing is compiled for tiles that are never chosen.
    guard vectors * columns <= Tiles.sums else { return }
    for y in 0..<geometry.outputHeight {
      let rows = input + y &* geometry.stride &* geometry.input.row
      let target = output + y &* geometry.output.row
      var x = 0
      while x < geometry.outputWidth {
        x = min(x, geometry.outputWidth &- columns)
        convolveTile(
          geometry, Count<vectors>.self, Count<columns>.self, rows + x &* geometry.stride,
          weights, bias, target + x)
        x += columns
      }
    }
  }

  @inline(always)
  private static func convolveTile<let vectors: Int, let columns: Int>(
    _ geometry: SingleImageConvolutionGeometry, _: Count<vectors>.Type, _: Count<columns>.Type,
    _ input: UnsafePointer<Vector>, _ weights: UnsafePointer<Vector>,
    _ bias: UnsafePointer<Vector>, _ output: UnsafeMutablePointer<Vector>
  ) {
    let outputVectors = geometry.outputVectors
    var sums = RegisterTile<columns, vectors>(repeating: .zero)
    for column in 0..<columns {
      for vector in 0..<vectors { sums[column][vector] = bias[vector] }
    }
    var weight = weights
    var plane = input
    var channels = geometry.inputChannels
    while channels > 0 {
      var row = plane
      for _ in 0..<geometry.kernelHeight {
        for tap in 0..<geometry.kernelWidth {
          var value = UnsafeRawPointer(row + tap).assumingMemoryBound(to: Float.self)
          for _ in 0..<min(channels, 16) {
            for column in 0..<columns {
              let factor = Vector(repeating: value[16 &* column])
              for vector in 0..<vectors {
                sums[column][vector] = sums[column][vector].adding(factor, times: weight[vector])
              }
            }
            value += 1
            weight += outputVectors
          }
        }
        row += geometry.input.row
      }
      plane += geometry.input.plane
      channels -= 16
    }
    let outputPlane = geometry.output.plane
    if geometry.rectifies {
      for column in 0..<columns {
        for vector in 0..<vectors {
          let sum = sums[column][vector]
          output[vector &* outputPlane &+ column] = sum.zeroed(unless: sum .> 0)
        }
      }
    } else {
      for column in 0..<columns {
        for vector in 0..<vectors {
          output[vector &* outputPlane &+ column] = sums[column][vector]
        }
      }
    }
  }
}
