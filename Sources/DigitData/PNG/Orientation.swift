/// The treatment of a picture's orientation tag.
package enum OrientationTag: String, Hashable, Sendable, CaseIterable {
  /// The picture is turned as the tag says.
  case obey
  /// The picture is taken as it is stored, for tags that are stale.
  case ignore
}

/// The orientation of a picture's stored rows and columns, numbered as in EXIF's orientation tag
/// (CIPA DC-008, section 4.6.4, tag 274): cameras store what the sensor saw and note how they
/// were held.
package enum Orientation: UInt8, Hashable, Sendable, CaseIterable {
  /// As it is stored.
  case upright = 1
  /// Left and right swapped.
  case mirrored = 2
  /// Turned by 180 degrees.
  case turnedAround = 3
  /// Top and bottom swapped.
  case turnedAroundAndMirrored = 4
  /// Rows and columns swapped.
  case turnedRightAndMirrored = 5
  /// Turned clockwise by 90 degrees.
  case turnedRight = 6
  /// Rows and columns swapped, and turned by 180 degrees.
  case turnedLeftAndMirrored = 7
  /// Turned counterclockwise by 90 degrees.
  case turnedLeft = 8

  /// Whether rows become columns.
  fileprivate var swapsSides: Bool { rawValue >= 5 }

  /// The change made before the picture is shown, in one clause; `nil` for an upright one.
  var note: String? {
    let action: String
    switch self {
    case .upright: return nil
    case .mirrored: action = "to its mirror image"
    case .turnedAround: action = "180 degrees"
    case .turnedAroundAndMirrored: action = "180 degrees and mirrored"
    case .turnedRight: action = "90 degrees clockwise"
    case .turnedRightAndMirrored: action = "90 degrees clockwise and mirrored"
    case .turnedLeft: action = "90 degrees counterclockwise"
    case .turnedLeftAndMirrored: action = "90 degrees counterclockwise and mirrored"
    }
    return "turned \(action) by its orientation tag"
  }
}

// MARK: - EXIF

extension Orientation {
  /// The orientation in EXIF data, which has the layout of a TIFF file; `nil` where it holds none
  /// or is malformed.
  ///
  /// Every place is checked against the end: the offsets in it come from anywhere.
  package init?(exif bytes: [UInt8]) {
    guard let tiff = TIFFNumbers(bytes), let directory = tiff.long(at: 4),
      let count = tiff.short(at: directory)
    else { return nil }
    // An entry of a directory: tag, type, count and, where it fits into four bytes, the value.
    let entries = (0..<count).lazy.map { directory + 2 + 12 * $0 }
    guard let entry = entries.first(where: { tiff.short(at: $0) == 274 }),
      tiff.short(at: entry + 2) == 3, tiff.long(at: entry + 4) == 1,
      let value = tiff.short(at: entry + 8), let number = UInt8(exactly: value)
    else { return nil }
    self.init(rawValue: number)
  }
}

/// The numbers of a TIFF file in its own byte order; `nil` past the end.
private struct TIFFNumbers {
  private let bytes: [UInt8]
  private let isBigEndian: Bool

  /// Nil for what does not begin as a TIFF file.
  init?(_ bytes: [UInt8]) {
    guard bytes.count >= 8, bytes[0] == bytes[1] else { return nil }
    switch bytes[0] {
    case UInt8(ascii: "I"): isBigEndian = false
    case UInt8(ascii: "M"): isBigEndian = true
    default: return nil
    }
    self.bytes = bytes
    guard short(at: 2) == 42 else { return nil }
  }

  func short(at place: Int) -> Int? { number(at: place, bytes: 2) }
  func long(at place: Int) -> Int? { number(at: place, bytes: 4) }

  private func number(at place: Int, bytes count: Int) -> Int? {
    guard place <= bytes.count - count else { return nil }
    let digits = bytes[place..<place + count]
    return isBigEndian
      ? digits.reduce(0) { $0 << 8 | Int($1) } : digits.reversed().reduce(0) { $0 << 8 | Int($1) }
  }
}

// MARK: - Turning

extension ColorImage {
  /// The picture, stored as `orientation` says, as it is to be shown.
  package func shown(from orientation: Orientation) -> ColorImage {
    guard orientation != .upright else { return self }
    let last = (x: width - 1, y: width * (height - 1))
    // The source of the first pixel, and the steps from there along a row and down a column.
    let (start, along, down) =
      switch orientation {
      case .upright: (0, 1, width)
      case .mirrored: (last.x, -1, width)
      case .turnedAround: (last.x + last.y, -1, -width)
      case .turnedAroundAndMirrored: (last.y, 1, -width)
      case .turnedRightAndMirrored: (0, width, 1)
      case .turnedRight: (last.y, -width, 1)
      case .turnedLeftAndMirrored: (last.x + last.y, -width, -1)
      case .turnedLeft: (last.x, width, -1)
      }
    let size =
      orientation.swapsSides ? (width: height, height: width) : (width: width, height: height)
    let turned = [UInt8](unsafeUninitializedCapacity: pixels.count) { target, count in
      pixels.withUnsafeBytes { source in
        let target = UnsafeMutableRawBufferPointer(target)
        // Tiles of 4 KB: along whole columns every pixel would be a line of the cache of its own.
        let side = 32
        for top in stride(from: 0, to: size.height, by: side) {
          for left in stride(from: 0, to: size.width, by: side) {
            for y in top..<min(top + side, size.height) {
              for x in left..<min(left + side, size.width) {
                let pixel = source.load(
                  fromByteOffset: 4 * (start + x * along + y * down), as: UInt32.self)
                target.storeBytes(
                  of: pixel, toByteOffset: 4 * (y * size.width + x), as: UInt32.self)
              }
            }
          }
        }
      }
      count = pixels.count
    }
    return ColorImage(width: size.width, height: size.height, pixels: turned)
  }
}
