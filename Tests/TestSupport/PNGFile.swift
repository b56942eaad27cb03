/// Bytes of PNG files with chunks that the project does not write itself.
public enum PNGFile {
  /// A chunk: length, type, data, check sum.
  public static func chunk(_ type: String, _ data: [UInt8]) -> [UInt8] {
    let typed = Array(type.utf8) + data
    return bigEndian(UInt32(data.count)) + typed + bigEndian(checkSum(typed))
  }

  /// `png` with `chunk` after its header, or before its end.
  public static func inserting(
    _ chunk: [UInt8], into png: [UInt8], beforeEnd: Bool = false
  ) -> [UInt8] {
    let place = beforeEnd ? png.count - 12 : 33
    return png[..<place] + chunk + png[place...]
  }

  /// EXIF data of one entry, an orientation of a short's type and a count of one unless told
  /// otherwise.
  public static func exif(
    orientation: UInt16, isBigEndian: Bool = true, tag: UInt16 = 274, type: UInt16 = 3,
    count: UInt32 = 1, directory: UInt32 = 8
  ) -> [UInt8] {
    func bytes(_ number: some FixedWidthInteger) -> [UInt8] {
      let big = withUnsafeBytes(of: number.bigEndian) { Array($0) }
      return isBigEndian ? big : big.reversed()
    }
    return Array((isBigEndian ? "MM" : "II").utf8) + bytes(UInt16(42)) + bytes(directory)
      + bytes(UInt16(1)) + bytes(tag) + bytes(type) + bytes(count) + bytes(orientation)
      + [0, 0, 0, 0, 0, 0]
  }

  // MARK: - Implementation

  private static func bigEndian(_ value: UInt32) -> [UInt8] {
    withUnsafeBytes(of: value.bigEndian) { Array($0) }
  }

  /// The PNG specification's CRC-32, bit by bit.
  private static func checkSum(_ bytes: [UInt8]) -> UInt32 {
    var remainder = UInt32.max
    for byte in bytes {
      remainder ^= UInt32(byte)
      for _ in 0..<8 {
        remainder = remainder & 1 == 1 ? remainder >> 1 ^ 0xEDB8_8320 : remainder >> 1
      }
    }
    return ~remainder
  }
}
