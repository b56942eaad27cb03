package import RecognizerKernelInterface

extension KernelVariant {
  /// `dx = B [U * (A dy A')] B'` and `dw = G' [V * (A dy A')] G` (see `WinogradTransforms.swift`).
  ///
  /// - input: `[inputChannels][inputHeight][inputWidth]` vectors
  /// - weights: `[36][outputChannels][inputChannels]`, transformed
  /// - outputGradient: `[outputChannels][outputHeight][outputWidth]` vectors, or with half the rows
  ///   and columns where they are pooled
  /// - scratch: `geometry.backwardScratch` vectors
  /// - weightGradient: `[outputChannels][inputChannels][3][3]`, added to
  /// - biasGradient: `[outputChannels]`, added to
  /// - inputGradient: `[inputChannels][inputHeight][inputWidth]` vectors, overwritten
  ///
  /// Loops: groups of tiles; in a group tiles (transform), points (both products), tiles (transform
  /// back and add).
  ///
  /// Both gradients share the transformed output gradient.
  ///
  /// Its product with the weights, point by point, is the transformed input gradient, its product
  /// with the transformed inputs the transformed weights' gradient. These are transformed back at
  /// the end of a group and of the block.
  package static func addWinogradGradients(
    _ geometry: WinogradGeometry, _ input: UnsafePointer<Vector>, weights: UnsafePointer<Float>,
    outputGradient: EpilogueGradient, scratch: UnsafeMutablePointer<Vector>,
    weightGradient: UnsafeMutablePointer<Float>, biasGradient: UnsafeMutablePointer<Float>?,
    inputGradient: UnsafeMutablePointer<Vector>?
  ) {
    let (inputs, outputs) = (geometry.inputChannels, geometry.outputChannels)
    let group = geometry.tilesPerGroup
    let memory = WinogradScratch(geometry, scratch)
    memory.weightSums.update(repeating: 0, count: 36 * memory.weightStride)
    memory.biasSums.update(repeating: .zero, count: outputs)
    inputGradient?.update(
      repeating: .zero, count: inputs * geometry.inputHeight * geometry.inputWidth)

    var first = 0
    while first < geometry.tiles {
      let tiles = min(group, geometry.tiles - first)
      for tile in 0..<tiles {
        transformOutputGradients(
          geometry, tile: first + tile, outputGradient, memory,
          into: memory.outputGradients + tile)
        transposeInputs(
          geometry, tile: first + tile, input, memory,
          into: memory.transposedInputs + tile * memory.inputLanes)
      }
      let outer = OuterProductGeometry(
        rows: outputs, columns: memory.inputLanes, terms: tiles, termStride: 1,
        gradientRowStride: group, sampleStride: memory.inputLanes, rowStride: memory.inputLanes)
      for point in 0..<36 {
        addOuterProduct(
          outer, outputGradient: memory.outputGradients + point * memory.outputGradientStride,
          transposedInput: floats(memory.transposedInputs + point * memory.transposedStride),
          to: memory.weightSums + point * memory.weightStride)
      }
      if let inputGradient {
        addInputGradients(
          geometry, tiles: first..<first + tiles, weights, memory, to: inputGradient)
      }
      first += group
    }

    addWeightGradient(geometry, memory, to: weightGradient)
    if let biasGradient {
      for channel in 0..<outputs { biasGradient[channel] += memory.biasSums[channel].total }
    }
  }

  /// The input gradient of a group of tiles.
  @inline(always)
  private static func addInputGradients(
    _ geometry: WinogradGeometry, tiles: Range<Int>, _ weights: UnsafePointer<Float>,
    _ memory: WinogradScratch, to inputGradient: UnsafeMutablePointer<Vector>
  ) {
    let (inputs, outputs) = (geometry.inputChannels, geometry.outputChannels)
    let group = geometry.tilesPerGroup
    let product = MatrixProductGeometry(
      rows: inputs, depth: outputs, columns: tiles.count, rowStride: 1, depthStride: inputs,
      inputColumnStride: 1, inputDepthStride: group, outputColumnStride: 1,
      outputRowStride: group)
    for point in 0..<36 {
      multiply(
        product, weights: weights + point * outputs * inputs, bias: nil,
        memory.outputGradients + point * memory.outputGradientStride,
        into: memory.inputGradients + point * memory.inputGradientStride)
    }
    for tile in tiles {
      addInputGradient(
        geometry, tile: tile, memory.inputGradients + (tile - tiles.lowerBound), memory,
        to: inputGradient)
    }
  }

  // MARK: - Tiles

  /// One tile of the output gradient, of all output channels.
  @inline(always)
  private static func transformOutputGradients(
    _ geometry: WinogradGeometry, tile: Int, _ outputGradient: EpilogueGradient,
    _ memory: WinogradScratch,
    into transformed: UnsafeMutablePointer<Vector>
  ) {
    let (row, column) = (tile / geometry.tilesAcross * 4, tile % geometry.tilesAcross * 4)
    let stride = memory.outputGradientStride
    for channel in 0..<geometry.outputChannels {
      loadGradient(
        outputGradient, channel: channel, row: row, column: column, height: geometry.outputHeight,
        width: geometry.outputWidth, into: memory.patch)
      var sum = Vector.zero
      for index in 0..<16 { sum += memory.patch[index] }
      memory.biasSums[channel] += sum
      let target = transformed + channel * geometry.tilesPerGroup
      for x in 0..<4 {
        outputTransformGradient(memory.patch + x, 4, into: memory.half + x, 4)
      }
      for y in 0..<6 {
        outputTransformGradient(
          memory.half + 4 &* y, 1, into: target + 6 &* y &* stride, stride)
      }
    }
  }

  /// One tile of the input, of all input channels; sixteen channels of a sample are a vector.
  @inline(always)
  private static func transposeInputs(
    _ geometry: WinogradGeometry, tile: Int, _ input: UnsafePointer<Vector>,
    _ memory: WinogradScratch, into transposed: UnsafeMutablePointer<Vector>
  ) {
    let plane = geometry.inputHeight * geometry.inputWidth
    var first = 0
    while first < geometry.inputChannels {
      let channels = min(16, geometry.inputChannels - first)
      transformInputs(
        geometry, channels: channels, tile: tile, input + first * plane, memory.half,
        memory.patch, into: memory.lanes, pointStride: 16, channelStride: 1)
      for point in 0..<36 {
        transposeBack(
          rows: channels, memory.lanes + point * 16,
          into: floats(transposed + point * memory.transposedStride) + first,
          rowStride: memory.inputLanes)
      }
      first += 16
    }
  }

  /// One tile of the input gradient, of all input channels; what hangs over the edge is omitted.
  @inline(always)
  private static func addInputGradient(
    _ geometry: WinogradGeometry, tile: Int, _ transformed: UnsafePointer<Vector>,
    _ memory: WinogradScratch, to inputGradient: UnsafeMutablePointer<Vector>
  ) {
    let (height, width) = (geometry.inputHeight, geometry.inputWidth)
    let row = tile / geometry.tilesAcross * 4 - geometry.padding
    let column = tile % geometry.tilesAcross * 4 - geometry.padding
    let stride = memory.inputGradientStride
    for channel in 0..<geometry.inputChannels {
      let source = transformed + channel * geometry.tilesPerGroup
      let plane = inputGradient + channel * height * width
      for x in 0..<6 {
        let line = inputTransformGradient(source + x &* stride, 6 &* stride)
        for y in 0..<6 { memory.half[6 &* y &+ x] = line[y] }
      }
      for y in max(0, -row)..<max(0, -row, min(6, height - row)) {
        let line = inputTransformGradient(memory.half + 6 * y, 1)
        let target = plane + (row + y) * width + column
        if column >= 0 && column + 6 <= width {
          for x in 0..<6 { target[x] += line[x] }
        } else {
          for x in 0..<6 where column + x >= 0 && column + x < width { target[x] += line[x] }
        }
      }
    }
  }

  /// Sums over all tiles of the block, transformed back and put where the weights are.
  private static func addWeightGradient(
    _ geometry: WinogradGeometry, _ memory: WinogradScratch,
    to weightGradient: UnsafeMutablePointer<Float>
  ) {
    let (half, window) = (memory.half, memory.patch)
    let stride = memory.weightStride / 16
    for output in 0..<geometry.outputChannels {
      var first = 0
      while first < geometry.inputChannels {
        let sums = UnsafeRawPointer(memory.weightSums + output * memory.inputLanes + first)
          .assumingMemoryBound(to: Vector.self)
        for x in 0..<6 {
          weightTransformGradient(sums + x &* stride, 6 &* stride, into: half + x, 6)
        }
        for y in 0..<3 { weightTransformGradient(half + 6 &* y, 1, into: window + 3 &* y, 1) }
        let target = weightGradient + (output * geometry.inputChannels + first) * 9
        for lane in 0..<min(16, geometry.inputChannels - first) {
          for tap in 0..<9 { target[lane &* 9 &+ tap] += window[tap][lane] }
        }
        first += 16
      }
    }
  }

  private static func floats(
    _ vectors: UnsafeMutablePointer<Vector>
  ) -> UnsafeMutablePointer<Float> {
    UnsafeMutableRawPointer(vectors).assumingMemoryBound(to: Float.self)
  }
}

/// The places of transformed numbers in the scratch of the gradients.
private struct WinogradScratch {
  /// Input channels rounded up to whole vectors.
  let inputLanes: Int
  // From one point to the next: a vector more than needed where a tile's points would otherwise
  // share a cache set.
  let outputGradientStride: Int
  let transposedStride: Int
  let inputGradientStride: Int
  let weightStride: Int

  /// A tile with one dimension transformed.
  let half: UnsafeMutablePointer<Vector>
  /// A tile on its way.
  let patch: UnsafeMutablePointer<Vector>
  /// Transformed inputs of sixteen channels, `[point][channel]`.
  let lanes: UnsafeMutablePointer<Vector>
  /// Sums over positions, `[output]`.
  let biasSums: UnsafeMutablePointer<Vector>
  /// Transformed output gradients, `[point][output][tile]`.
  let outputGradients: UnsafeMutablePointer<Vector>
  /// Transformed inputs, `[point][tile][sample][input]` as floats.
  let transposedInputs: UnsafeMutablePointer<Vector>
  /// Transformed input gradients, `[point][input][tile]`.
  let inputGradients: UnsafeMutablePointer<Vector>
  /// Transformed gradients with respect to the weights, `[point][output][input]`.
  let weightSums: UnsafeMutablePointer<Float>

  init(_ geometry: WinogradGeometry, _ scratch: UnsafeMutablePointer<Vector>) {
    let group = geometry.tilesPerGroup
    inputLanes = geometry.inputLanes
    outputGradientStride = geometry.outputChannels * group + 1
    transposedStride = inputLanes * group + 1
    inputGradientStride = geometry.inputChannels * group + 1
    weightStride = geometry.outputChannels * inputLanes
    half = scratch
    patch = half + 36
    lanes = patch + 36
    biasSums = lanes + 36 * 16
    outputGradients = biasSums + geometry.outputChannels
    transposedInputs = outputGradients + 36 * outputGradientStride
    inputGradients = transposedInputs + 36 * transposedStride
    weightSums = UnsafeMutableRawPointer(inputGradients + 36 * inputGradientStride)
      .assumingMemoryBound(to: Float.self)
  }
}
