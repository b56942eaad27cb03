/// Grey from colour where the luma does not show the ink.
///
/// Red on green of the same luma is plain to the eye and a flat grey by the formula for luma. The
/// colours of paper and ink lie along one axis in the cube of red, green and blue, the first
/// principal component (Pearson 1901); grey is then the place along it.
enum ColorAxis {
  /// The picture's grey along its own axis, or nil where the luma shows as much.
  static func gray(of picture: ColorImage, over background: UInt8) -> GrayImage? {
    guard let axis = axis(of: picture, over: background) else { return nil }
    var low = Double.infinity
    var high = -Double.infinity
    let places = (0..<picture.width * picture.height).map { index in
      let color = color(picture, index, over: background)
      let place = (color * axis).sum()
      low = min(low, place)
      high = max(high, place)
      return place
    }
    // At most as much contrast as the colours have.
    let scale = min(1, 255 / max(high - low, 1))
    return GrayImage(
      width: picture.width, height: picture.height,
      pixels: places.map { UInt8(max(0, min(255, (($0 - low) * scale).rounded()))) })
  }

  /// The luma of ITU-R BT.601 as a direction of length 1.
  private static let luma = SIMD4(0.299, 0.587, 0.114, 0) / 0.668_55
  /// The axis must show this many times the variance that the luma shows.
  private static let leastGain = 6.0
  /// Variance in squared grey levels that people see.
  private static let leastVariance = 30.0

  /// The direction of length 1 along which the colours differ most, lighter colours first; nil for
  /// a grey picture and where the luma shows nearly as much.
  private static func axis(of picture: ColorImage, over background: UInt8) -> SIMD4<Double>? {
    let count = picture.width * picture.height
    // A few thousand pixels tell the colours.
    let step = max(1, count / 20_000)
    let hasColor = stride(from: 0, to: count, by: step).contains {
      let (red, green) = (picture.pixels[4 * $0], picture.pixels[4 * $0 + 1])
      return red != green || green != picture.pixels[4 * $0 + 2]
    }
    guard hasColor else { return nil }
    var sum = SIMD4<Double>.zero
    var products = [SIMD4<Double>](repeating: .zero, count: 3)
    var used = 0.0
    for index in stride(from: 0, to: count, by: step) {
      let color = color(picture, index, over: background)
      sum += color
      for channel in 0..<3 { products[channel] += color * color[channel] }
      used += 1
    }
    let mean = sum / used
    for channel in 0..<3 { products[channel] = products[channel] / used - mean * mean[channel] }
    func applied(_ vector: SIMD4<Double>) -> SIMD4<Double> {
      products[0] * vector.x + products[1] * vector.y + products[2] * vector.z
    }
    // Power iteration from the channel that varies most.
    let most = (0..<3).max { products[$0][$0] < products[$1][$1] } ?? 0
    var axis = products[most]
    for _ in 0..<30 {
      let length = (axis * axis).sum().squareRoot()
      guard length > 0 else { return nil }
      axis = applied(axis / length)
    }
    let variance = (axis * axis).sum().squareRoot()
    guard variance >= leastVariance else { return nil }
    axis /= variance
    let shown = (luma * applied(luma)).sum()
    guard variance >= leastGain * shown else { return nil }
    return (axis * luma).sum() < 0 ? -axis : axis
  }

  private static func color(
    _ picture: ColorImage, _ index: Int, over background: UInt8
  ) -> SIMD4<Double> {
    let offset = index * 4
    let alpha = Double(picture.pixels[offset + 3]) / 255
    let own = SIMD4(
      Double(picture.pixels[offset]), Double(picture.pixels[offset + 1]),
      Double(picture.pixels[offset + 2]), 0)
    let ground = Double(background) * (1 - alpha)
    return own * alpha + SIMD4(ground, ground, ground, 0)
  }
}
