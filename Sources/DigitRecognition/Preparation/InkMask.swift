import DigitData

/// Which pixels are ink, and how far each pixel is from the background behind it.
struct InkMask {
  private(set) var background: InkMap.Background
  private let width: Int
  private let height: Int
  private let isInk: [Bool]
  /// Grey levels from the background towards the ink.
  private let distance: [Int16]
  /// Distances up to this one are background noise.
  private let noiseLevel: Double
  /// The distance of typical ink: from here on ink is full.
  private let fullLevel: Double

  /// Grey levels between typical ink and the background.
  var contrast: Int { Int(fullLevel.rounded()) }

  /// The share of the pixels that are ink.
  var share: Double { Double(isInk.count { $0 }) / Double(max(isInk.count, 1)) }

  /// Whether the ink ends within a short way, a thirty-second of the picture, as strokes do; plain
  /// shading goes over into the background all over the picture.
  func hasEdges(in image: GrayImage) -> Bool {
    let step = max(1, min(width, height) / 32)
    var jumps = 0
    var count = 0
    for y in 0..<height {
      for x in 0..<width - step {
        let index = y * width + x
        if isInk[index] != isInk[index + step] {
          jumps += abs(Int(image.pixels[index]) - Int(image.pixels[index + step]))
          count += 1
        }
      }
    }
    for y in 0..<height - step {
      for x in 0..<width {
        let index = y * width + x
        if isInk[index] != isInk[index + step * width] {
          jumps += abs(Int(image.pixels[index]) - Int(image.pixels[index + step * width]))
          count += 1
        }
      }
    }
    return Double(jumps) > Self.leastJump * fullLevel * Double(count)
  }

  /// Of the ink's contrast.
  private static let leastJump = 0.3

  /// The ink must stand out from the background's noise by this many standard deviations.
  private static let leastSeparation = 4.0

  /// Ink by one threshold for the whole image; nil when it does not stand out from the noise.
  init?(even image: GrayImage, levels: GrayLevels) {
    guard levels.inkLevel >= Double(InkMap.leastContrast),
      levels.inkLevel >= Self.leastSeparation * levels.noise
    else { return nil }
    let sign: Int16 = levels.polarity == .darkOnLight ? -1 : 1
    let distance = image.pixels.map { (Int16($0) - Int16(levels.background)) * sign }
    self.init(
      background: .even, width: image.width, height: image.height,
      isInk: distance.map { $0 >= levels.threshold }, distance: distance, noise: levels.noise)
  }

  /// Dark ink by one threshold for the picture once its light is made even; nil when that does not
  /// succeed.
  init?(evened image: GrayImage, polarity: Polarity) {
    guard polarity == .darkOnLight else { return nil }
    let evened = EvenLight.evened(image)
    let histogram = GrayHistogram(evened.pixels)
    guard let threshold = histogram.otsuThreshold() else { return nil }
    let levels = GrayLevels(histogram: histogram, threshold: threshold, polarity: polarity)
    guard let mask = InkMask(even: evened, levels: levels), mask.share < 0.45,
      mask.hasEdges(in: image)
    else { return nil }
    self.init(mask, background: .uneven)
  }

  /// Ink by a threshold relative to the surroundings; nil when nothing stands out from the noise.
  ///
  /// Sauvola's threshold (2000) normalised by contrast as Wolf and Jolion do (2004), written in
  /// differences d from the local mean towards the ink: ink where d > k (1 - s / S) D, with the
  /// local standard deviation s, its maximum S over the image, the maximum D of d, and k = 0.5.
  /// Far from ink that asks for half of the deepest ink, next to ink only for being on its side of
  /// the mean. The window is half of the shorter side, at least 15: several strokes wide.
  init?(uneven image: GrayImage, polarity: Polarity) {
    let (width, height) = (image.width, image.height)
    let pixels = image.pixels
    let radius = max(7, min(width, height) / 4)
    let sums = LocalMean(width: width, height: height) { Int(pixels[$0]) }
    let squares = LocalMean(width: width, height: height) { Int(pixels[$0]) * Int(pixels[$0]) }
    let sign = polarity == .darkOnLight ? -1.0 : 1.0
    var differences = [Float](repeating: 0, count: pixels.count)
    var deviations = [Float](repeating: 0, count: pixels.count)
    for y in 0..<height {
      for x in 0..<width {
        let index = y * width + x
        let (sum, count) = sums.sum(x: x, y: y, radius: radius)
        let mean = Double(sum) / Double(count)
        let meanSquare = Double(squares.sum(x: x, y: y, radius: radius).sum) / Double(count)
        differences[index] = Float(sign * (Double(pixels[index]) - mean))
        deviations[index] = Float(max(0, meanSquare - mean * mean).squareRoot())
      }
    }
    let deepest = differences.max() ?? 0
    let widest = max(deviations.max() ?? 0, 1)
    guard deepest >= Float(InkMap.leastContrast) else { return nil }
    let isInk = differences.indices.map {
      differences[$0] > 0.5 * (1 - deviations[$0] / widest) * deepest
        && differences[$0] > 0.2 * deepest
    }
    let paper = LocalMean(width: width, height: height) { isInk[$0] ? 0 : Int(pixels[$0]) }
    let paperCount = LocalMean(width: width, height: height) { isInk[$0] ? 0 : 1 }
    var distance = [Int16](repeating: 0, count: pixels.count)
    var noise = 0.0
    for y in 0..<height {
      for x in 0..<width {
        let index = y * width + x
        let count = paperCount.sum(x: x, y: y, radius: radius).sum
        guard count > 0 else { continue }
        let level = Double(paper.sum(x: x, y: y, radius: radius).sum) / Double(count)
        let difference = sign * (Double(pixels[index]) - level)
        distance[index] = Int16(difference.rounded())
        if !isInk[index] { noise += difference * difference }
      }
    }
    noise = (noise / Double(max(isInk.count { !$0 }, 1))).squareRoot()
    self.init(
      background: .uneven, width: width, height: height, isInk: isInk, distance: distance,
      noise: noise)
    guard fullLevel >= max(Double(InkMap.leastContrast), Self.leastSeparation * noise) else {
      return nil
    }
  }

  private init(_ mask: InkMask, background: InkMap.Background) {
    self = mask
    self.background = background
  }

  private init(
    background: InkMap.Background, width: Int, height: Int, isInk: [Bool], distance: [Int16],
    noise: Double
  ) {
    self.background = background
    self.width = width
    self.height = height
    self.isInk = isInk
    self.distance = distance
    var counts = [Int](repeating: 0, count: 256)
    for index in isInk.indices where isInk[index] {
      counts[Int(max(0, min(255, distance[index])))] += 1
    }
    var half = counts.reduce(0, +) / 2
    fullLevel = Double(
      counts.firstIndex {
        half -= $0; return half < 0
      } ?? 0)
    noiseLevel = min(2 * noise, 0.3 * fullLevel)
  }

  /// The amount of ink of each pixel: grey in the mask and one pixel around it, 0 elsewhere.
  ///
  /// Half of the ink is at full level, so that a pencil's grain does not show: MNIST's strokes are
  /// flat inside and grey only at their edges.
  func ink() -> [UInt8] {
    var ink = [UInt8](repeating: 0, count: isInk.count)
    let scale = 255 / max(fullLevel - noiseLevel, 1)
    let table = (0..<256).map { distance in
      UInt8(max(0, min(255, ((Double(distance) - noiseLevel) * scale).rounded())))
    }
    for y in 0..<height {
      let rows = max(0, y - 1)...min(height - 1, y + 1)
      for x in 0..<width {
        let columns = max(0, x - 1)...min(width - 1, x + 1)
        let near = rows.contains { row in columns.contains { isInk[row * width + $0] } }
        let index = y * width + x
        if near { ink[index] = table[Int(max(0, min(255, distance[index])))] }
      }
    }
    return ink
  }
}

/// Means over a square window around each pixel, from a summed-area table: the cost does not
/// depend on the window.
struct LocalMean {
  private let width: Int
  private let height: Int
  /// `(width + 1) * (height + 1)` sums over everything above and to the left.
  private var sums: [Int]

  init(width: Int, height: Int, value: (Int) -> Int) {
    self.width = width
    self.height = height
    let stride = width + 1
    sums = Array(repeating: 0, count: stride * (height + 1))
    sums.withUnsafeMutableBufferPointer { sums in
      for y in 0..<height {
        var rowSum = 0
        for x in 0..<width {
          rowSum += value(y * width + x)
          sums[(y + 1) * stride + x + 1] = sums[y * stride + x + 1] + rowSum
        }
      }
    }
  }

  /// The sum over the window of the given radius around a pixel, and how many pixels it has.
  ///
  /// Near the image's edges the window narrows to stay symmetric, down to a quarter of its
  /// radius: a window cut on one side would see ink in plain shading.
  func sum(x: Int, y: Int, radius: Int) -> (sum: Int, count: Int) {
    let columns = window(around: x, radius: radius, limit: width)
    let rows = window(around: y, radius: radius, limit: height)
    let top = rows.lowerBound * (width + 1)
    let bottom = rows.upperBound * (width + 1)
    let sum =
      sums[bottom + columns.upperBound] - sums[bottom + columns.lowerBound]
      - sums[top + columns.upperBound] + sums[top + columns.lowerBound]
    return (sum, columns.count * rows.count)
  }

  private func window(around center: Int, radius: Int, limit: Int) -> Range<Int> {
    let symmetric = max(radius / 4, min(radius, center, limit - 1 - center))
    return max(0, center - symmetric)..<min(limit, center + symmetric + 1)
  }
}
