import DigitData

/// Removes shadows and uneven light from a picture of dark ink on light paper.
///
/// The paper without its ink is estimated by the grey-level closing of the picture (a maximum, then a
/// minimum, over a square window): it fills everything narrower than the window and keeps
/// the edge of a shadow where it is, which a mean smears. Light multiplies, so the picture is divided
/// by its paper.
enum EvenLight {
  /// The picture as in even light, its paper near to white.
  static func evened(_ image: GrayImage) -> GrayImage {
    let (width, height) = (image.width, image.height)
    // Wider than a stroke, which a bold digit's is a sixth of the picture.
    let radius = max(4, min(width, height) / 8)
    var paper = smoothed(image)
    for isMaximum in [true, false] {
      paper = extremes(paper, rows: height, length: width, radius: radius, isMaximum: isMaximum)
      paper = InkPlane.transpose(paper, width: width, height: height)
      paper = extremes(paper, rows: width, length: height, radius: radius, isMaximum: isMaximum)
      paper = InkPlane.transpose(paper, width: height, height: width)
    }
    var result = image
    for index in result.pixels.indices {
      let gray = Int(image.pixels[index]) * 240 / max(Int(paper[index]), 1)
      result.pixels[index] = UInt8(min(255, gray))
    }
    return result
  }

  /// Means over 3 x 3 pixels, so that the maximum is not that of the noise.
  private static func smoothed(_ image: GrayImage) -> [UInt8] {
    let (width, height) = (image.width, image.height)
    return [UInt8](unsafeUninitializedCapacity: image.pixels.count) { target, count in
      image.pixels.withUnsafeBufferPointer { pixels in
        for y in 0..<height {
          let rows = (max(0, y - 1) * width, y * width, min(height - 1, y + 1) * width)
          var left = 0
          var middle = 0
          func column(_ x: Int) -> Int {
            Int(pixels[rows.0 + x]) + Int(pixels[rows.1 + x]) + Int(pixels[rows.2 + x])
          }
          middle = column(0)
          left = middle
          for x in 0..<width {
            let right = column(min(width - 1, x + 1))
            target[y * width + x] = UInt8((left + middle + right + 4) / 9)
            (left, middle) = (middle, right)
          }
        }
      }
      count = image.pixels.count
    }
  }

  /// The maximum or minimum of each row's window around each pixel, by van Herk's method (1992):
  /// three comparisons a pixel for any window.
  private static func extremes(
    _ pixels: [UInt8], rows: Int, length: Int, radius: Int, isMaximum: Bool
  ) -> [UInt8] {
    let flip: UInt8 = isMaximum ? 0 : 255
    let window = 2 * radius + 1
    let padded = (length + 2 * radius + window - 1) / window * window
    var line = [UInt8](repeating: 0, count: padded)
    var forward = line
    var backward = line
    return [UInt8](unsafeUninitializedCapacity: pixels.count) { target, count in
      for row in 0..<rows {
        for x in 0..<length { line[radius + x] = pixels[row * length + x] ^ flip }
        for start in stride(from: 0, to: padded, by: window) {
          forward[start] = line[start]
          for x in start + 1..<start + window { forward[x] = max(forward[x - 1], line[x]) }
          let end = start + window - 1
          backward[end] = line[end]
          for x in (start..<end).reversed() { backward[x] = max(backward[x + 1], line[x]) }
        }
        for x in 0..<length {
          target[row * length + x] = max(backward[x], forward[x + window - 1]) ^ flip
        }
      }
      count = pixels.count
    }
  }
}
