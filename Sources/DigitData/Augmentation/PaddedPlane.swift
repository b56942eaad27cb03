/// A picture's bytes with a border of background, so that neighbours can be read without bounds
/// tests: a pixel before and two after each row and column.
struct PaddedPlane {
  let width: Int
  let height: Int
  /// Bytes from a pixel to the one below.
  let stride: Int
  private let bytes: UnsafeMutablePointer<UInt8>

  private init(width: Int, height: Int, bytes: UnsafeMutablePointer<UInt8>) {
    self.width = width
    self.height = height
    stride = width + 3
    self.bytes = bytes
  }

  /// Two empty planes for the duration of `body`.
  static func withTwo(width: Int, height: Int, _ body: (PaddedPlane, PaddedPlane) -> Void) {
    let size = (width + 3) * (height + 3)
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 2 * size) { memory in
      guard let first = memory.baseAddress else { return }
      memory.initialize(repeating: 0)
      body(
        PaddedPlane(width: width, height: height, bytes: first),
        PaddedPlane(width: width, height: height, bytes: first + size))
    }
  }

  /// The first pixel of row `y`.
  func row(_ y: Int) -> UnsafeMutablePointer<UInt8> { bytes + (y + 1) * stride + 1 }

  /// A plane of no more pixels in the same memory, all of them background.
  ///
  /// - Precondition: neither its width nor its height is larger.
  func emptied(width: Int, height: Int) -> PaddedPlane {
    precondition(width <= self.width && height <= self.height, "\(width)x\(height) is larger")
    all.update(repeating: 0)
    return PaddedPlane(width: width, height: height, bytes: bytes)
  }

  /// Every byte, padding included.
  var all: UnsafeMutableBufferPointer<UInt8> {
    UnsafeMutableBufferPointer(start: bytes, count: stride * (height + 3))
  }

  /// Whether both lie in the same memory.
  func isSame(as other: PaddedPlane) -> Bool { bytes == other.bytes }

  /// The brightest pixel.
  var peak: UInt8 {
    var peak: UInt8 = 0
    for index in 0..<stride * (height + 3) { peak = max(peak, bytes[index]) }
    return peak
  }

  /// Copies a picture without padding into the plane.
  func load(_ picture: UnsafePointer<UInt8>) {
    for y in 0..<height { row(y).update(from: picture + y * width, count: width) }
  }

  /// Writes the picture of the map's size whose pixels are this plane's at their source positions.
  func resample(
    _ map: AffineMap, bentBy grid: ElasticGrid?, into picture: UnsafeMutablePointer<UInt8>
  ) {
    let (width, height) = (map.width, map.height)
    let room = ElasticGrid.coveredCount(width)
    withUnsafeTemporaryAllocation(of: Int32.self, capacity: 2 * room) { positions in
      guard let positionsX = positions.baseAddress else { return }
      positions.initialize(repeating: 0)
      let positionsY = positionsX + room
      for y in 0..<height {
        map.fill(row: y, count: width, x: positionsX, y: positionsY)
        grid?.displace(row: y, x: positionsX, y: positionsY)
        interpolate(
          count: width, x: positionsX, y: positionsY, into: picture + y * width)
      }
    }
  }

  /// Bilinear interpolation with weights of 8 bits.
  private func interpolate(
    count: Int, x positionsX: UnsafePointer<Int32>, y positionsY: UnsafePointer<Int32>,
    into target: UnsafeMutablePointer<UInt8>
  ) {
    let one = AffineMap.one
    // Further out there is only background: the padding stands for all of it.
    let lastX = Int32(truncatingIfNeeded: width) &* one
    let lastY = Int32(truncatingIfNeeded: height) &* one
    for index in 0..<count {
      let x = min(max(positionsX[index], -one), lastX) &+ one
      let y = min(max(positionsY[index], -one), lastY) &+ one
      let offset = Int(y >> AffineMap.fractionBits) &* stride &+ Int(x >> AffineMap.fractionBits)
      let right = (x >> 8) & 0xFF
      let left = 256 &- right
      let lower = (y >> 8) & 0xFF
      let upper = 256 &- lower
      let corner = bytes + offset
      let top = Int32(corner[0]) &* left &+ Int32(corner[1]) &* right
      let bottom = Int32(corner[stride]) &* left &+ Int32(corner[stride &+ 1]) &* right
      target[index] = UInt8(truncatingIfNeeded: (top &* upper &+ bottom &* lower &+ 0x8000) >> 16)
    }
  }
}
