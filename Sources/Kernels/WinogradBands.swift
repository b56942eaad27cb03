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
  /// - inputs: the band of the input, laid out likewise where it is normalised
  /// - scales, shifts: `[inputChannels]` sums for the gradients of a normalised input, added to
  @inline(always)
  static func emptyGradientBand(
    _ geometry: WinogradGeometry, _ input: ConvolutionInput, number: Int,
    inputs: UnsafePointer<Vector>, _ band: UnsafeMutablePointer<Vector>,
    into gradient: UnsafeMutablePointer<Vector>, scales: UnsafeMutablePointer<Vector>,
    shifts: UnsafeMutablePointer<Vector>
  ) {
    let bandWidth = geometry.columnsOfBand + 2
    let (height, width) = (geometry.inputHeight, geometry.inputWidth)
    let top = number * geometry.rowsPerBand - geometry.padding
    let isLast = number == geometry.bands - 1
    let end = min(height, top + geometry.rowsPerBand + (isLast ? 2 : 0))
    for channel in 0..<geometry.inputChannels {
      let first = channel &* geometry.inputBandPlane
      for row in max(0, top)..<max(0, top, end) {
        let offset = first &+ (row &- top) &* bandWidth &+ geometry.padding
        let source = band + offset
        let target = gradient + (channel &* height &+ row) &* width
        var sums = InlineArray<4, Vector>(repeating: .zero)
        var products = InlineArray<4, Vector>(repeating: .zero)
        switch input {
        case .plain:
          for x in 0..<width { target[x] = source[x] }
          continue
        case .normalized(let planes, let table):
          let values = inputs + offset
          let features = planes + (channel &* height &+ row) &* width
          let mean = Vector(repeating: table.means[channel])
          forEachIndex(width) { lane, x in
            let gradient = source[x].zeroed(unless: values[x] .> 0)
            target[x] = gradient
            sums[lane] += gradient
            products[lane] = products[lane].adding(gradient, times: features[x] - mean)
          }
        case .normalizedAndPooled(let planes, let table, let argmax):
          let winners = argmax + (channel &* height &+ row) &* width
          let sourceWidth = geometry.sourceWidth
          let upper = planes + (channel &* geometry.sourceHeight &+ 2 &* row) &* sourceWidth
          let mean = Vector(repeating: table.means[channel])
          for x in 0..<width {
            let window = routed(source[x], winners[x])
            target[x] = (window[0] + window[1]) + (window[2] + window[3])
            sums[0] += target[x]
            for element in 0..<4 {
              let feature = upper[2 &* x &+ element % 2 &+ element / 2 &* sourceWidth]
              products[element] = products[element].adding(window[element], times: feature - mean)
            }
          }
        }
        shifts[channel] += (sums[0] + sums[1]) + (sums[2] + sums[3])
        scales[channel] += (products[0] + products[1]) + (products[2] + products[3])
      }
    }
    if !isLast { moveLastRows(geometry, band) }
  }

  // MARK: - Rows

  /// Calls `body` for the rows of a band that lie in the plane and are new, and clears the others.
  @inline(always)
  private static func forEachBandRow(
    _ geometry: WinogradGeometry, number: Int, _ band: UnsafeMutablePointer<Vector>,
    _ body: (_ channel: Int, _ row: Int, _ target: UnsafeMutablePointer<Vector>) -> Void
  ) {
    let bandWidth = geometry.columnsOfBand + 2
    let end = geometry.padding + geometry.inputWidth
    let top = number * geometry.rowsPerBand - geometry.padding
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

/// A band of planes where it lies.
struct WinogradBand {
  let first: UnsafePointer<Vector>
  let rowStride: Int
  let planeStride: Int
}
