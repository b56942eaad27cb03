import RecognizerKernelInterface

// Bands: rows of tiles in scratch. Planes lie far apart and a tile takes a few vectors of each, so
// tiles that read and wrote them would wait for memory again and again; bands are read and written
// a plane after the other, and what is computed of each element is computed once.

extension KernelVariant {
  /// A band of the input, with zeros around it.
  ///
  /// - band: `[inputChannels][rowsPerBand + 2][columnsOfBand + 2]` vectors; unless it is the first
  ///   one, it still holds the band before it, whose last two rows are its own first two
  ///
  /// Returns where it lies: planes that need nothing done to them are not copied.
  @inline(always)
  static func inputBand(
    _ geometry: WinogradGeometry, _ input: ConvolutionInput, number: Int,
    in band: UnsafeMutablePointer<Vector>
  ) -> WinogradBand {
    let (height, width) = (geometry.inputHeight, geometry.inputWidth)
    switch input {
    case .plain(let planes):
      if geometry.fillsTiles {
        return WinogradBand(
          first: planes + number * geometry.rowsPerBand * width, rowStride: width,
          planeStride: height * width)
      }
      forEachBandRow(geometry, number: number, band) { channel, row, target in
        let source = planes + (channel &* height &+ row) &* width
        for x in 0..<width { target[x] = source[x] }
      }
    case .normalized(let planes, let table):
      forEachBandRow(geometry, number: number, band) { channel, row, target in
        let normalization = ChannelNormalization(table, channel)
        let source = planes + (channel &* height &+ row) &* width
        for x in 0..<width {
          let value = normalization(source[x])
          target[x] = value.zeroed(unless: value .> 0)
        }
      }
    case .normalizedAndPooled(let planes, let table, let argmax):
      let sourceWidth = geometry.sourceWidth
      forEachBandRow(geometry, number: number, band) { channel, row, target in
        let normalization = ChannelNormalization(table, channel)
        let upper = planes + (channel &* geometry.sourceHeight &+ 2 &* row) &* sourceWidth
        let lower = upper + sourceWidth
        let winners = argmax + (channel &* height &+ row) &* width
        for x in 0..<width {
          storeWindow(
            normalization(upper[2 &* x]), normalization(upper[2 &* x &+ 1]),
            normalization(lower[2 &* x]), normalization(lower[2 &* x &+ 1]),
            into: target + x, argmax: winners + x)
        }
      }
    case .convolved(let stem):
      forEachBandRow(geometry, number: number, band) { channel, row, target in
        // A row of all channels at once.
        guard channel == 0 else { return }
        convolveRow(
          stem.geometry, row: row, stem.input, stem.weights, stem.bias, stem.affine, target,
          plane: geometry.inputBandPlane)
      }
    }
    return WinogradBand(
      first: band, rowStride: geometry.columnsOfBand + 2, planeStride: geometry.inputBandPlane)
  }

  /// A band of the gradient with respect to the sums, with zeros where tiles hang over the edge.
  ///
  /// - band: `[outputChannels][rowsPerBand][columnsOfBand]` vectors
  @inline(always)
  static func fillGradientBand(
    _ geometry: WinogradGeometry, _ sumsGradient: SumsGradient, number: Int,
    into band: UnsafeMutablePointer<Vector>
  ) {
    let (height, width) = (geometry.outputHeight, geometry.outputWidth)
    let first = number * geometry.rowsPerBand
    let rows = first..<min(first + geometry.rowsPerBand, height)
    let isWhole = rows.count == geometry.rowsPerBand && width == geometry.columnsOfBand
    if !isWhole {
      band.update(repeating: .zero, count: geometry.outputChannels * geometry.outputBandPlane)
    }
    for channel in 0..<geometry.outputChannels {
      writeSumsGradient(
        sumsGradient, channel: channel, rows: rows, height: height, width: width,
        into: band + channel * geometry.outputBandPlane, rowStride: geometry.columnsOfBand)
    }
  }

  /// The rows of a band of the input gradient that no later band adds to go to their place; the
  /// others begin the next band.
  ///
  /// - band: `[inputChannels][rowsPerBand + 2][columnsOfBand + 2]` vectors
  /// - inputs: the band of the input, laid out likewise unless it is plain
  /// - scales, shifts: `[inputChannels]` sums for the gradients of a normalised input, added to
  @inline(always)
  static func emptyGradientBand(
    _ geometry: WinogradGeometry, _ input: ConvolutionInput, number: Int,
    inputs: UnsafePointer<Vector>, _ band: UnsafeMutablePointer<Vector>,
    into gradient: ConvolutionInputGradient, scales: UnsafeMutablePointer<Vector>,
    shifts: UnsafeMutablePointer<Vector>
  ) {
    let (height, width) = (geometry.inputHeight, geometry.inputWidth)
    switch (input, gradient) {
    case (.plain, .plain(let gradient)):
      forEachFinishedRow(geometry, number: number) { channel, row, offset in
        let target = gradient + (channel &* height &+ row) &* width
        for x in 0..<width { target[x] = band[offset &+ x] }
      }
    case (.normalized(let planes, let table), .normalized(let gradient, _, _)):
      forEachFinishedRow(geometry, number: number) { channel, row, offset in
        let first = (channel &* height &+ row) &* width
        let (target, features) = (gradient + first, planes + first)
        let mean = Vector(repeating: table.means[channel])
        var sums = fourZeros
        var products = fourZeros
        forEachIndex(width) { lane, x in
          let gradient = band[offset &+ x].zeroed(unless: inputs[offset &+ x] .> 0)
          target[x] = gradient
          sums[lane] += gradient
          products[lane] = products[lane].adding(gradient, times: features[x] - mean)
        }
        shifts[channel] += (sums[0] + sums[1]) + (sums[2] + sums[3])
        scales[channel] += (products[0] + products[1]) + (products[2] + products[3])
      }
    case (
      .normalizedAndPooled(let planes, let table, let argmax), .normalized(let gradient, _, _)
    ):
      let sourceWidth = geometry.sourceWidth
      forEachFinishedRow(geometry, number: number) { channel, row, offset in
        let first = (channel &* height &+ row) &* width
        let (target, winners) = (gradient + first, argmax + first)
        let upper = planes + (channel &* geometry.sourceHeight &+ 2 &* row) &* sourceWidth
        let mean = Vector(repeating: table.means[channel])
        var sum = Vector.zero
        var products = fourZeros
        for x in 0..<width {
          let window = routed(band[offset &+ x], winners[x])
          target[x] = (window[0] + window[1]) + (window[2] + window[3])
          sum += target[x]
          for element in 0..<4 {
            let feature = upper[2 &* x &+ element % 2 &+ element / 2 &* sourceWidth]
            products[element] = products[element].adding(window[element], times: feature - mean)
          }
        }
        shifts[channel] += sum
        scales[channel] += (products[0] + products[1]) + (products[2] + products[3])
      }
    case (.convolved(let stem), .convolved(let products, _)):
      forEachFinishedRow(geometry, number: number) { channel, _, offset in
        var sums = fourZeros
        forEachIndex(width) { lane, x in
          band[offset &+ x] = band[offset &+ x].zeroed(unless: inputs[offset &+ x] .> 0)
          sums[lane] += band[offset &+ x]
        }
        shifts[channel] += (sums[0] + sums[1]) + (sums[2] + sums[3])
      }
      addStemProducts(geometry, stem, number: number, band, to: products)
    default: break
    }
    if number < geometry.bands - 1 { moveLastRows(geometry, band) }
  }

  /// The products of a band's finished gradients with the windows of the stem.
  @inline(always)
  private static func addStemProducts(
    _ geometry: WinogradGeometry, _ stem: StemConvolution, number: Int,
    _ band: UnsafePointer<Vector>, to products: UnsafeMutablePointer<Float>
  ) {
    let rows = geometry.finishedRows(band: number)
    var part = stem.geometry
    part.outputHeight = rows.count
    part.gradientWidth = geometry.columnsOfBand + 2
    part.gradientPlane = geometry.inputBandPlane
    let line = rows.lowerBound - geometry.firstInputRow(band: number)
    addWeightGradient(
      part, stem.input + rows.lowerBound * part.inputWidth,
      outputGradient: band + line * part.gradientWidth + geometry.padding, to: products)
  }

  // MARK: - Rows

  /// Calls `body` for every row of a band's input gradient that no later band adds to.
  ///
  /// - offset: the row's first vector in the band
  @inline(always)
  private static func forEachFinishedRow(
    _ geometry: WinogradGeometry, number: Int,
    _ body: (_ channel: Int, _ row: Int, _ offset: Int) -> Void
  ) {
    let top = geometry.firstInputRow(band: number)
    let rows = geometry.finishedRows(band: number)
    let bandWidth = geometry.columnsOfBand + 2
    for channel in 0..<geometry.inputChannels {
      let first = channel &* geometry.inputBandPlane &+ geometry.padding
      for row in rows { body(channel, row, first &+ (row &- top) &* bandWidth) }
    }
  }

  /// Calls `body` for the rows of a band that lie in the plane and are new, and clears the others.
  @inline(always)
  private static func forEachBandRow(
    _ geometry: WinogradGeometry, number: Int, _ band: UnsafeMutablePointer<Vector>,
    _ body: (_ channel: Int, _ row: Int, _ target: UnsafeMutablePointer<Vector>) -> Void
  ) {
    let bandWidth = geometry.columnsOfBand + 2
    let end = geometry.padding + geometry.inputWidth
    let top = geometry.firstInputRow(band: number)
    if number > 0 { moveLastRows(geometry, band) }
    for channel in 0..<geometry.inputChannels {
      let plane = band + channel &* geometry.inputBandPlane
      for line in (number > 0 ? 2 : 0)..<geometry.rowsPerBand &+ 2 {
        let target = plane + line &* bandWidth
        let row = top &+ line
        guard row >= 0, row < geometry.inputHeight else {
          target.update(repeating: .zero, count: bandWidth)
          continue
        }
        for x in 0..<geometry.padding { target[x] = .zero }
        body(channel, row, target + geometry.padding)
        for x in end..<bandWidth { target[x] = .zero }
      }
    }
  }

  /// The two rows that a band shares with the next one become its first.
  @inline(always)
  private static func moveLastRows(
    _ geometry: WinogradGeometry, _ band: UnsafeMutablePointer<Vector>
  ) {
    let count = 2 * (geometry.columnsOfBand + 2)
    for channel in 0..<geometry.inputChannels {
      let first = band + channel &* geometry.inputBandPlane
      let last = first + geometry.inputBandPlane - count
      for x in 0..<count { first[x] = last[x] }
    }
  }
}

extension WinogradGeometry {
  /// The row of the input that is a band's first.
  func firstInputRow(band: Int) -> Int { band * rowsPerBand - padding }

  /// The rows of the input to which a band is the last one to add gradients.
  func finishedRows(band: Int) -> Range<Int> {
    let top = firstInputRow(band: band)
    let first = max(0, top)
    return first..<max(first, min(inputHeight, band == bands - 1 ? inputHeight : top + rowsPerBand))
  }
}

/// A band of planes where it lies.
struct WinogradBand {
  let first: UnsafePointer<Vector>
  let rowStride: Int
  let planeStride: Int
}
