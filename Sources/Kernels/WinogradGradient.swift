package import RecognizerKernelInterface

extension KernelVariant {
  /// `dx = B [U * (A dy A')] B'` and `dw = G' [V * (A dy A')] G` (see `WinogradTransforms.swift`).
  ///
  /// - input: what forward had
  /// - weights: `[36][outputChannels][inputChannels]`, transformed
  /// - scratch: `geometry.backwardScratch` vectors
  /// - weightGradient: `[outputChannels][inputChannels][3][3]`, added to
  /// - biasGradient: `[outputChannels]`, added to
  /// - inputGradient: overwritten
  ///
  /// Loops: bands (see `WinogradBands.swift`), groups of tiles; in a group channels and tiles
  /// (transform), points (both products), channels and tiles (transform back and add).
  ///
  /// Both gradients share the transformed output gradient. Its product with the weights, point by
  /// point, is the transformed input gradient, its product with the transformed inputs the
  /// transformed weights' gradient. These are transformed back at the end of a group and of the
  /// block.
  package static func addWinogradGradients(
    _ geometry: WinogradGeometry, _ input: ConvolutionInput, weights: UnsafePointer<Float>,
    sumsGradient: SumsGradient, scratch: UnsafeMutablePointer<Vector>,
    weightGradient: UnsafeMutablePointer<Float>, biasGradient: UnsafeMutablePointer<Float>?,
    inputGradient: ConvolutionInputGradient?
  ) {
    let memory = WinogradScratch(geometry, scratch)
    memory.clearSums(geometry)
    for number in 0..<geometry.bands {
      let inputs = inputBand(geometry, input, number: number, in: memory.inputBand)
      fillGradientBand(geometry, sumsGradient, number: number, into: memory.outputGradientBand)
      if biasGradient != nil { addBiasSums(geometry, memory) }
      forEachGroup(geometry, band: number) { group in
        transformOutputGradients(geometry, group, memory)
        transposeInputs(geometry, group, inputs, memory)
        addProducts(
          geometry, group, memory, weights, isFirst: number == 0 && group.first == 0,
          withInputs: inputGradient != nil)
        if inputGradient != nil {
          addInputGradients(geometry, group, memory, isFirstBand: number == 0)
        }
      }
      if let inputGradient {
        emptyGradientBand(
          geometry, input, number: number, inputs: memory.inputBand, memory.inputGradientBand,
          into: inputGradient, scales: memory.scaleSums, shifts: memory.shiftSums)
      }
    }
    addWeightGradient(geometry, memory, to: weightGradient)
    if let biasGradient {
      for channel in 0..<geometry.outputChannels {
        biasGradient[channel] += memory.biasSums[channel].total
      }
    }
    switch (input, inputGradient) {
    case (.normalized(_, let table), .normalized(_, let scales, let shifts)),
      (.normalizedAndPooled(_, let table, _), .normalized(_, let scales, let shifts)):
      for channel in 0..<geometry.inputChannels {
        scales[channel] += memory.scaleSums[channel].total * table.inverseDeviations[channel]
        shifts[channel] += memory.shiftSums[channel].total
      }
    case (_, .convolved(_, let sums?)):
      for channel in 0..<geometry.inputChannels {
        sums[channel] += memory.shiftSums[channel].total
      }
    default: break
    }
  }

  // MARK: - Sums

  /// Each output channel's sum over a band.
  @inline(always)
  private static func addBiasSums(_ geometry: WinogradGeometry, _ memory: WinogradScratch) {
    for channel in 0..<geometry.outputChannels {
      let plane = memory.outputGradientBand + channel &* geometry.outputBandPlane
      var sums = fourZeros
      forEachIndex(geometry.outputBandPlane) { lane, index in sums[lane] += plane[index] }
      memory.biasSums[channel] += (sums[0] + sums[1]) + (sums[2] + sums[3])
    }
  }

  /// Sums over all tiles of the block, transformed back and put where the weights are.
  private static func addWeightGradient(
    _ geometry: WinogradGeometry, _ memory: WinogradScratch,
    to weightGradient: UnsafeMutablePointer<Float>
  ) {
    let (half, window) = (memory.half, memory.window)
    let rows = floats(memory.lanes)
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
        transposeBack(rows: 9, window, into: rows, rowStride: 16)
        for lane in 0..<min(16, geometry.inputChannels - first) {
          for tap in 0..<9 { target[9 &* lane &+ tap] += rows[16 &* lane &+ tap] }
        }
        first += 16
      }
    }
  }

  // MARK: - Groups

  /// A group of the output gradient, of all output channels.
  @inline(always)
  private static func transformOutputGradients(
    _ geometry: WinogradGeometry, _ group: TileGroup, _ memory: WinogradScratch
  ) {
    let (width, stride) = (geometry.columnsOfBand, memory.outputGradientStride)
    for channel in 0..<geometry.outputChannels {
      let plane = memory.outputGradientBand + channel &* geometry.outputBandPlane
      for tile in 0..<group.count {
        let source = plane + group.row(tile) &* width + group.column(tile)
        let target = memory.outputGradients + channel &* geometry.tilesPerGroup + tile
        for x in 0..<4 {
          outputTransformGradient(source + x, width, into: memory.half + x, 4)
        }
        for y in 0..<6 {
          outputTransformGradient(
            memory.half + 4 &* y, 1, into: target + 6 &* y &* stride, stride)
        }
      }
    }
  }

  /// A group of the input, of all input channels; sixteen channels of a sample are a vector.
  @inline(always)
  private static func transposeInputs(
    _ geometry: WinogradGeometry, _ group: TileGroup, _ inputs: WinogradBand,
    _ memory: WinogradScratch
  ) {
    var first = 0
    while first < geometry.inputChannels {
      let channels = min(16, geometry.inputChannels - first)
      for tile in 0..<group.count {
        for channel in 0..<channels {
          transformInput(
            group, tile: tile, inputs, channel: first + channel, memory.half,
            into: memory.lanes + channel, pointStride: WinogradScratch.laneStride)
        }
        let transposed = memory.transposedInputs + tile * memory.inputLanes
        for point in 0..<36 {
          transposeBack(
            rows: channels, memory.lanes + point * WinogradScratch.laneStride,
            into: floats(transposed + point * memory.transposedStride) + first,
            rowStride: memory.inputLanes)
        }
      }
      first += 16
    }
  }

  /// The products of a group at every point: with the transposed inputs, added to the weights'
  /// gradient; and with the weights, which then takes the place of these inputs.
  @inline(always)
  private static func addProducts(
    _ geometry: WinogradGeometry, _ group: TileGroup, _ memory: WinogradScratch,
    _ weights: UnsafePointer<Float>, isFirst: Bool, withInputs: Bool
  ) {
    let (inputs, outputs) = (geometry.inputChannels, geometry.outputChannels)
    let width = geometry.tilesPerGroup
    let outer = OuterProductGeometry(
      rows: outputs, columns: memory.inputLanes, terms: group.count, termStride: 1,
      gradientRowStride: width, sampleStride: memory.inputLanes, rowStride: memory.inputLanes,
      overwrites: isFirst)
    let product = MatrixProductGeometry(
      rows: inputs, depth: outputs, columns: group.count, rowStride: 1, depthStride: inputs,
      inputColumnStride: 1, inputDepthStride: width, outputColumnStride: 1, outputRowStride: width)
    for point in 0..<36 {
      let gradients = memory.outputGradients + point * memory.outputGradientStride
      let transposed = memory.transposedInputs + point * memory.transposedStride
      addOuterProduct(
        outer, outputGradient: gradients, transposedInput: floats(transposed),
        to: memory.weightSums + point * memory.weightStride)
      guard withInputs else { continue }
      multiply(
        product, weights: weights + point * outputs * inputs, bias: nil, gradients,
        into: transposed)
    }
  }

  /// A group of the input gradient, of all input channels, in its band.
  ///
  /// Tiles of six rows and columns lie four apart: what no earlier tile has reached is overwritten,
  /// the rest added to.
  @inline(always)
  private static func addInputGradients(
    _ geometry: WinogradGeometry, _ group: TileGroup, _ memory: WinogradScratch, isFirstBand: Bool
  ) {
    let (width, stride) = (geometry.columnsOfBand &+ 2, memory.transposedStride)
    for channel in 0..<geometry.inputChannels {
      let plane = memory.inputGradientBand + channel &* geometry.inputBandPlane
      for tile in 0..<group.count {
        let source = memory.transposedInputs + channel &* geometry.tilesPerGroup + tile
        for x in 0..<6 {
          let line = inputTransformGradient(source + x &* stride, 6 &* stride)
          for y in 0..<6 { memory.half[6 &* y &+ x] = line[y] }
        }
        let (row, column) = (group.row(tile), group.column(tile))
        let first = plane + row &* width + column
        let shared = isFirstBand && row == 0 ? 0 : 2
        for y in 0..<shared {
          let line = inputTransformGradient(memory.half + 6 &* y, 1)
          let target = first + y &* width
          for x in 0..<6 { target[x] += line[x] }
        }
        for y in shared..<6 {
          let line = inputTransformGradient(memory.half + 6 &* y, 1)
          let target = first + y &* width
          if column > 0 {
            for x in 0..<2 { target[x] += line[x] }
          } else {
            for x in 0..<2 { target[x] = line[x] }
          }
          for x in 2..<6 { target[x] = line[x] }
        }
      }
    }
  }

  private static func floats(
    _ vectors: UnsafeMutablePointer<Vector>
  ) -> UnsafeMutablePointer<Float> {
    UnsafeMutableRawPointer(vectors).assumingMemoryBound(to: Float.self)
  }
}

/// The places of bands and of transformed numbers in the scratch of the gradients.
private struct WinogradScratch {
  /// From one point to the next where sixteen channels lie side by side.
  static let laneStride = 17

  /// Input channels rounded up to whole vectors.
  let inputLanes: Int
  // From one point to the next: a vector more than needed where a tile's points would otherwise
  // share a cache set.
  let outputGradientStride: Int
  let transposedStride: Int
  let weightStride: Int

  /// A tile with one dimension transformed.
  let half: UnsafeMutablePointer<Vector>
  /// The weights of a window.
  let window: UnsafeMutablePointer<Vector>
  /// Transformed inputs of sixteen channels, `[point][channel]`.
  let lanes: UnsafeMutablePointer<Vector>
  /// Sums over positions, `[output]`.
  let biasSums: UnsafeMutablePointer<Vector>
  /// Sums over positions of a normalised input, `[input]`.
  let scaleSums, shiftSums: UnsafeMutablePointer<Vector>
  /// Transformed output gradients, `[point][output][tile]`.
  let outputGradients: UnsafeMutablePointer<Vector>
  /// Transformed inputs, `[point][tile][sample][input]` as floats; then transformed input
  /// gradients, `[point][input][tile]`.
  let transposedInputs: UnsafeMutablePointer<Vector>
  /// `[output][rowsPerBand][columnsOfBand]`.
  let outputGradientBand: UnsafeMutablePointer<Vector>
  /// `[input][rowsPerBand + 2][columnsOfBand + 2]`.
  let inputBand: UnsafeMutablePointer<Vector>
  /// The same of the input gradient.
  let inputGradientBand: UnsafeMutablePointer<Vector>
  /// Transformed gradients with respect to the weights, `[point][output][input]`.
  let weightSums: UnsafeMutablePointer<Float>

  init(_ geometry: WinogradGeometry, _ scratch: UnsafeMutablePointer<Vector>) {
    let (inputs, outputs) = (geometry.inputChannels, geometry.outputChannels)
    inputLanes = geometry.inputLanes
    outputGradientStride = outputs * geometry.tilesPerGroup + 1
    transposedStride = inputLanes * geometry.tilesPerGroup + 1
    weightStride = outputs * inputLanes
    half = scratch
    window = half + 36
    lanes = window + 9
    biasSums = lanes + 36 * Self.laneStride
    scaleSums = biasSums + outputs
    shiftSums = scaleSums + inputs
    outputGradients = shiftSums + inputs
    transposedInputs = outputGradients + 36 * outputGradientStride
    outputGradientBand = transposedInputs + 36 * transposedStride
    inputBand = outputGradientBand + outputs * geometry.outputBandPlane
    inputGradientBand = inputBand + inputs * geometry.inputBandPlane
    weightSums = UnsafeMutableRawPointer(inputGradientBand + inputs * geometry.inputBandPlane)
      .assumingMemoryBound(to: Float.self)
  }

  /// Sums over the block begin at zero.
  func clearSums(_ geometry: WinogradGeometry) {
    let inputs = geometry.inputChannels
    biasSums.update(repeating: .zero, count: geometry.outputChannels)
    scaleSums.update(repeating: .zero, count: inputs)
    shiftSums.update(repeating: .zero, count: inputs)
  }
}
