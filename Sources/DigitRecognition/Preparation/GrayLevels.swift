import DigitData

/// The greys of an image seen as distances from its background towards the ink.
struct GrayLevels {
  /// The most frequent grey on the background's side of the threshold.
  let background: Int
  let polarity: Polarity
  /// The number of pixels at each distance in grey levels from the background, towards the ink.
  private let towardsInk: [Int]
  /// The number of pixels beyond the background, away from the ink.
  private let beyond: Int
  private let total: Int
  /// Mean distance of the pixels on the ink's side of the threshold.
  let inkLevel: Double
  /// Otsu's threshold as a distance.
  let threshold: Int
  /// Standard deviation of the background, measured away from the ink, where no ink adds to it.
  let noise: Double

  init(histogram: GrayHistogram, threshold: Int, polarity: Polarity) {
    let isDark = polarity == .darkOnLight
    let side = isDark ? (threshold + 1)...255 : 0...threshold
    let background = histogram.mode(side)
    self.background = background
    self.polarity = polarity
    total = histogram.total
    let counts = histogram.counts
    let away: [Int]
    if isDark {
      towardsInk = Array(counts[0...background].reversed())
      away = Array(counts[background...])
      inkLevel = Double(background) - histogram.mean(0...threshold)
      self.threshold = background - threshold
    } else {
      towardsInk = Array(counts[background...])
      away = Array(counts[0...background].reversed())
      inkLevel = histogram.mean((threshold + 1)...255) - Double(background)
      self.threshold = threshold + 1 - background
    }
    beyond = away.dropFirst().reduce(0, +)
    // Half of the background's own pixels lie on this side, so they count as half of it.
    let squares = away.indices.reduce(0.0) { $0 + Double($1 * $1 * away[$1]) }
    let own = Double(away.reduce(0, +)) - Double(away[0]) / 2
    noise = (squares / max(own, 1)).squareRoot()
  }

  /// The largest distance from the background towards the ink.
  var peak: Int { towardsInk.lastIndex { $0 > 0 } ?? 0 }

  /// Whether the background is one exact grey: it fills a good part of the image, nothing lies
  /// beyond it, and small distances from it are not crowded.
  ///
  /// The grey edges of clean ink spread over all levels: in 10,000 MNIST digits, distances of 1 to
  /// 8 are 0.03 of all ink (at most 0.38), and 1.4 times as dense as middle ones (at most 16). The
  /// noise of a camera or of JPEG crowds next to the background: over 0.16, and 16 to 120 times.
  var isBackgroundExact: Bool {
    guard towardsInk[0] * 4 >= total, beyond * 1000 <= total else { return false }
    let low = towardsInk.dropFirst().prefix(8).reduce(0, +)
    let rest = towardsInk.dropFirst(9).reduce(0, +)
    let middleEnd = max(24, peak / 2)
    let middle = towardsInk.dropFirst(9).prefix(middleEnd - 8).reduce(0, +)
    let isLarge = Double(low) > 0.15 * Double(rest)
    let isDense = low * (middleEnd - 8) > 10 * 8 * middle
    return !(isLarge && isDense)
  }

  /// The distance of each pixel from the background, stretched so that the peak is 255.
  func exactInk(_ pixels: [UInt8]) -> [UInt8] {
    let peak = peak
    let table = (0..<256).map { gray in
      let distance = polarity == .darkOnLight ? background - gray : gray - background
      return UInt8((max(0, min(distance, peak)) * 255 + peak / 2) / peak)
    }
    return [UInt8](unsafeUninitializedCapacity: pixels.count) { ink, count in
      pixels.withUnsafeBufferPointer { pixels in
        table.withUnsafeBufferPointer { table in
          for index in pixels.indices { ink[index] = table[Int(pixels[index])] }
        }
      }
      count = pixels.count
    }
  }

  /// Whether the image is noise: much of it is on the ink's side, and neighbours are unrelated.
  ///
  /// For unrelated pixels the mean squared difference of neighbours is twice the variance; strokes
  /// bring it far below along at least one axis, and where they do not (hair lines), they are few.
  func isNoise(_ image: GrayImage) -> Bool {
    let isInk = { (gray: UInt8) in
      let gray = Int(gray)
      return polarity == .darkOnLight
        ? background - gray >= threshold : gray - background >= threshold
    }
    guard image.width > 2, image.height > 2,
      image.pixels.count(where: isInk) * 5 >= image.pixels.count
    else { return false }
    let pixels = image.pixels
    let mean = Double(pixels.reduce(0) { $0 + Int($1) }) / Double(pixels.count)
    let variance = pixels.reduce(0.0) {
      let difference = Double($1) - mean
      return $0 + difference * difference
    }
    func roughness(step: Int) -> Double {
      var sum = 0
      for index in step..<pixels.count {
        let difference = Int(pixels[index]) - Int(pixels[index - step])
        sum += difference * difference
      }
      return Double(sum) / (2 * variance)
    }
    return min(roughness(step: 1), roughness(step: image.width)) > 0.7
  }

  /// Whether the border's brightness changes along it by a good part of the ink's contrast.
  func hasUnevenBorder(_ image: GrayImage) -> Bool {
    let width = image.width
    let height = image.height
    guard width >= 4, height >= 4 else { return false }
    var medians: [Int] = []
    func addMedian(_ greys: [UInt8]) { medians.append(Int(greys.sorted()[greys.count / 2])) }
    for columns in [0..<width / 2, width / 2..<width] {
      for y in [0, height - 1] { addMedian(columns.map { image[$0, y] }) }
    }
    for rows in [0..<height / 2, height / 2..<height] {
      for x in [0, width - 1] { addMedian(rows.map { image[x, $0] }) }
    }
    medians.sort()
    // One eighth of the border may be ink or the edge of the paper.
    let spread = medians[medians.count - 2] - medians[1]
    return Double(spread) > 0.25 * inkLevel
  }
}

/// The number of pixels with each of the 256 grey values.
struct GrayHistogram {
  private(set) var counts: [Int]
  private(set) var total = 0

  init() { counts = Array(repeating: 0, count: 256) }

  init(_ pixels: [UInt8]) {
    // Four partial tables: runs of one grey would otherwise wait for the same counter each time.
    var tables = [UInt32](repeating: 0, count: 4 * 256)
    tables.withUnsafeMutableBufferPointer { tables in
      pixels.withUnsafeBufferPointer { pixels in
        var index = 0
        while index + 4 <= pixels.count {
          tables[Int(pixels[index])] += 1
          tables[256 + Int(pixels[index + 1])] += 1
          tables[512 + Int(pixels[index + 2])] += 1
          tables[768 + Int(pixels[index + 3])] += 1
          index += 4
        }
        while index < pixels.count {
          tables[Int(pixels[index])] += 1
          index += 1
        }
      }
    }
    counts = Array(repeating: 0, count: 256)
    for (index, count) in tables.enumerated() { counts[index & 255] += Int(count) }
    total = pixels.count
  }

  /// The outermost ring of pixels of `image`, each once.
  init(borderOf image: GrayImage) {
    self.init()
    guard image.width > 0, image.height > 0 else { return }
    for x in 0..<image.width {
      add(image[x, 0])
      if image.height > 1 { add(image[x, image.height - 1]) }
    }
    for y in 1..<max(image.height - 1, 1) {
      add(image[0, y])
      if image.width > 1 { add(image[image.width - 1, y]) }
    }
  }

  mutating func add(_ gray: UInt8) {
    counts[Int(gray)] += 1
    total += 1
  }

  /// The number of pixels with a grey value in `range`.
  func count(_ range: some Sequence<Int>) -> Int { range.reduce(0) { $0 + counts[$1] } }

  /// The most frequent grey value in `range`.
  func mode(_ range: ClosedRange<Int>) -> Int {
    range.reduce(range.lowerBound) { counts[$1] > counts[$0] ? $1 : $0 }
  }

  /// The grey in the middle of the pixels in a range; the range's first one when there are none.
  func middle(_ range: ClosedRange<Int>) -> Int {
    let half = (count(range) + 1) / 2
    var sum = 0
    return range.first { grey in
      sum += counts[grey]
      return sum >= half
    } ?? range.lowerBound
  }

  /// The mean grey value in `range`, or its middle where there is none.
  func mean(_ range: ClosedRange<Int>) -> Double {
    let count = count(range)
    guard count > 0 else { return Double(range.lowerBound + range.upperBound) / 2 }
    return Double(range.reduce(0) { $0 + $1 * counts[$1] }) / Double(count)
  }

  /// The last grey of the darker class by Otsu's method (1979), which makes the variance between
  /// the two classes largest; nil when there is only one grey.
  func otsuThreshold() -> Int? {
    let sum = (0..<256).reduce(0) { $0 + $1 * counts[$1] }
    var darkCount = 0
    var darkSum = 0
    var best = 0.0
    var firstBest: Int?
    var lastBest = 0
    for gray in 0..<255 {
      darkCount += counts[gray]
      darkSum += gray * counts[gray]
      guard darkCount > 0, darkCount < total else { continue }
      let lightCount = total - darkCount
      let difference =
        Double(sum - darkSum) / Double(lightCount) - Double(darkSum) / Double(darkCount)
      let variance = Double(darkCount) * Double(lightCount) * difference * difference
      if variance > best {
        (best, firstBest, lastBest) = (variance, gray, gray)
      } else if variance == best {
        lastBest = gray
      }
    }
    // Between two well separated greys every threshold is as good: the middle one is safest.
    return firstBest.map { ($0 + lastBest) / 2 }
  }
}
