package import RecognizerKernelInterface

extension KernelVariant {
  /// The convolution of one sample with a window of 3x3 and stride 1, in tiles of 4x4 outputs (see
  /// `WinogradTransforms.swift`); a vector holds sixteen channels of one place.
  ///
  /// - input: `[vectors of channels][rows][columns]` vectors, padding included
  /// - weights: `[36][inputChannels][outputVectors]` vectors, transformed
  /// - bias: `[outputVectors]` vectors
  /// - scratch: `geometry.winogradScratch` vectors
  /// - output: `[outputVectors][outputHeight][outputWidth]` vectors
  ///
  /// Loops: vectors of input channels and tiles (transform), points (product), vectors of output
  /// channels and tiles (transform back).
  ///
  /// For each of the 36 points the product is a convolution with a window of one place, whose columns
  /// are the tiles.
  package static func winogradConvolveSingleImage(
    _ geometry: SingleImageConvolutionGeometry, _ input: UnsafePointer<Vector>,
    weights: UnsafePointer<Vector>, bias: UnsafePointer<Vector>,
    scratch: UnsafeMutablePointer<Vector>, into output: UnsafeMutablePointer<Vector>
  ) {
    let tiles = geometry.tilesDown &* geometry.tilesAcross
    // A vector more than needed keeps the points of a tile out of each other's cache sets.
    let inputStride = geometry.inputVectors &* tiles &+ 1
    let outputStride = geometry.outputVectors &* tiles &+ 1
    let window = scratch
    let half = window + 36
    let zeros = half + 36
    let transformed = zeros + geometry.outputVectors
    let products = transformed + 36 &* inputStride
    for vector in 0..<geometry.outputVectors { zeros[vector] = .zero }
    for vector in 0..<geometry.inputVectors {
      let plane = input + vector &* geometry.input.plane
      for tile in 0..<tiles {
        transformWindow(
          geometry, tile: tile, of: plane, window, half,
          into: transformed + vector &* tiles + tile, inputStride)
      }
    }
    let product = geometry.product(tiles: tiles)
    for point in 0..<36 {
      convolveSingleImage(
        product, transformed + point &* inputStride,
        weights: weights + point &* geometry.inputChannels &* geometry.outputVectors, bias: zeros,
        into: products + point &* outputStride)
    }
    for vector in 0..<geometry.outputVectors {
      for tile in 0..<tiles {
        storeTile(
          geometry, tile: tile, products + vector &* tiles + tile, outputStride, half,
          bias: bias[vector], into: output + vector &* geometry.output.plane)
      }
    }
  }

  /// `G w G'` of weights that are packed for ``convolveSingleImage(_:_:weights:bias:into:)``.
  ///
  /// - weights: `[vector of input channels][3][3][channel][outputVectors]` vectors
  /// - scratch: 18 vectors
  /// - transformed: `[36][inputChannels][outputVectors]` vectors
  package static func winogradTransformSingleImageWeights(
    _ geometry: SingleImageConvolutionGeometry, _ weights: UnsafePointer<Vector>,
    scratch half: UnsafeMutablePointer<Vector>, into transformed: UnsafeMutablePointer<Vector>
  ) {
    let outputs = geometry.outputVectors
    let point = geometry.inputChannels &* outputs
    for channel in 0..<geometry.inputChannels {
      let first = channel & ~15
      // From one tap to the next.
      let tap = min(16, geometry.inputChannels &- first) &* outputs
      for vector in 0..<outputs {
        let source = weights + 9 &* first &* outputs + (channel &- first) &* outputs + vector
        let target = transformed + channel &* outputs + vector
        for column in 0..<3 {
          weightTransform(source + column &* tap, 3 &* tap, into: half + column, 3)
        }
        for row in 0..<6 {
          weightTransform(half + 3 &* row, 1, into: target + 6 &* row &* point, point)
        }
      }
    }
  }

  // MARK: - Tiles

  /// `B' x B` of the 6x6 inputs of a tile; inputs outside the plane are zero.
  ///
  /// - transformed: `[36]` vectors, `stride` apart
  @inline(always)
  private static func transformWindow(
    _ geometry: SingleImageConvolutionGeometry, tile: Int, of plane: UnsafePointer<Vector>,
    _ window: UnsafeMutablePointer<Vector>, _ half: UnsafeMutablePointer<Vector>,
    into transformed: UnsafeMutablePointer<Vector>, _ stride: Int
  ) {
    let row = tile / geometry.tilesAcross &* 4
    let column = tile % geometry.tilesAcross &* 4
    let source = plane + row &* geometry.input.row + column
    let rows = geometry.outputHeight &+ 2 &- row
    let columns = geometry.outputWidth &+ 2 &- column
    if rows >= 6, columns >= 6 {
      for x in 0..<6 { inputTransform(source + x, geometry.input.row, into: half + x, 6) }
    } else {
      for y in 0..<6 {
        for x in 0..<6 {
          window[6 &* y &+ x] =
            y < rows && x < columns ? source[y &* geometry.input.row &+ x] : .zero
        }
      }
      for x in 0..<6 { inputTransform(window + x, 6, into: half + x, 6) }
    }
    for y in 0..<6 {
      inputTransform(half + 6 &* y, 1, into: transformed + 6 &* y &* stride, stride)
    }
  }

  /// `A' m A` and the bias of a tile, and ReLU if the geometry says so: the outputs inside the plane.
  ///
  /// - products: `[36]` vectors, `stride` apart
  @inline(always)
  private static func storeTile(
    _ geometry: SingleImageConvolutionGeometry, tile: Int, _ products: UnsafePointer<Vector>,
    _ stride: Int, _ half: UnsafeMutablePointer<Vector>, bias: Vector,
    into plane: UnsafeMutablePointer<Vector>
  ) {
    let row = tile / geometry.tilesAcross &* 4
    let column = tile % geometry.tilesAcross &* 4
    for x in 0..<6 {
      let sums = outputTransform(products + x &* stride, 6 &* stride)
      half[x] = sums[0]
      half[6 &+ x] = sums[1]
      half[12 &+ x] = sums[2]
      half[18 &+ x] = sums[3]
    }
    let columns = min(4, geometry.outputWidth &- column)
    for y in 0..<min(4, geometry.outputHeight &- row) {
      let sums = outputTransform(half + 6 &* y, 1)
      let target = plane + (row &+ y) &* geometry.output.row + column
      for x in 0..<4 where x < columns {
        let sum = sums[x] + bias
        target[x] = geometry.rectifies ? sum.zeroed(unless: sum .> 0) : sum
      }
    }
  }
}
