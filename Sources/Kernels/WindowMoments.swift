package import RecognizerKernelInterface

extension KernelVariant {
  /// `sums[t] += sum of x[p + t]` and `products[t][u] += sum of x[p + t] x[p + u]` over the positions
  /// `p` of windows and samples, with `t` and `u` the places in a window.
  ///
  /// - input: `[inputChannels][rows][columns]` vectors, padding included
  /// - sums: `[taps]`
  /// - products: `[taps][taps]`
  ///
  /// Loops: taps, tiles of the taps from there on; in a tile rows and columns.
  package static func addWindowMoments(
    _ geometry: ConvolutionGeometry, _ input: UnsafePointer<Vector>,
    sums: UnsafeMutablePointer<Double>, products: UnsafeMutablePointer<Double>
  ) {
    let taps = geometry.weightsPerOutput
    for tap in 0..<taps {
      let first = input + geometry.offset(ofTap: tap)
      var sum = Vector.zero
      forEachWindow(geometry) { position in sum += first[position] }
      sums[tap] += Double(sum.total)
      forEachTile(
        of: taps - tap, Tiles.Moments.self,
        MomentTaps(
          geometry: geometry, taps: taps, tap: tap, input: input, first: first, products: products))
    }
  }

  /// Calls `body` with the place of every window's first element in a plane.
  @inline(always)
  fileprivate static func forEachWindow(
    _ geometry: ConvolutionGeometry, _ body: (_ position: Int) -> Void
  ) {
    for row in 0..<geometry.outputHeight {
      let first = row &* geometry.stride &* geometry.inputWidth
      for x in 0..<geometry.outputWidth { body(first &+ x &* geometry.stride) }
    }
  }
}

/// Tiles of the products of one tap with itself and those after it.
private struct MomentTaps: TileBody {
  let geometry: ConvolutionGeometry
  let taps: Int
  let tap: Int
  let input: UnsafePointer<Vector>
  let first: UnsafePointer<Vector>
  let products: UnsafeMutablePointer<Double>

  /// A function of its own, as `ConvolutionChannels` has one.
  @inline(never)
  func tile<let count: Int>(_: Count<count>.Type, at second: Int) {
    var offsets = InlineArray<count, Int>(repeating: 0)
    for index in 0..<count { offsets[index] = geometry.offset(ofTap: tap &+ second &+ index) }
    var sums = InlineArray<count, Vector>(repeating: .zero)
    KernelVariant.forEachWindow(geometry) { position in
      let value = first[position]
      for index in 0..<count {
        sums[index] = sums[index].adding(value, times: input[offsets[index] &+ position])
      }
    }
    for index in 0..<count {
      let other = tap &+ second &+ index
      let product = Double(sums[index].total)
      products[tap &* taps &+ other] += product
      if other > tap { products[other &* taps &+ tap] += product }
    }
  }
}

extension ConvolutionGeometry {
  /// The place of a window's element after its first: `[inputChannels][kernel][kernel]` in planes.
  fileprivate func offset(ofTap tap: Int) -> Int {
    let (channel, element) = (tap / (kernel * kernel), tap % (kernel * kernel))
    return channel * inputPlane + element / kernel * inputWidth + element % kernel
  }
}
