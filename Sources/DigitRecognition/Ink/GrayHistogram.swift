import DigitData

/// How often each of the 256 grey values occurs.
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

  /// How many pixels have a grey value in `range`.
  func count(_ range: some Sequence<Int>) -> Int { range.reduce(0) { $0 + counts[$1] } }

  /// The most frequent grey value in `range`.
  func mode(_ range: ClosedRange<Int>) -> Int {
    range.reduce(range.lowerBound) { counts[$1] > counts[$0] ? $1 : $0 }
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
