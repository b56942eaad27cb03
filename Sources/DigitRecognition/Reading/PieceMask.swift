/// The pixels of a piece of ink on a page: its strong ones and, beside them, the faint ones of its
/// strokes' grey edges.
///
/// All work is on whole rows of bytes, which the compiler makes into vectors: a page has thousands of
/// pieces.
struct PieceMask {
  /// The part of the page that the piece lies in.
  private let area: PixelBox
  /// Bytes from one row to the next.
  private let stride: Int
  /// 255 for each pixel of the piece, else 0: the area's rows, with a pixel more on all sides.
  private var mask: [UInt8]

  /// The reach of a stroke's grey edge, in pixels.
  private static let edge = 2

  /// No pixels yet.
  ///
  /// - Parameter strong: a rectangle around all strong ink that is going to be added.
  init(around strong: PixelBox, of map: InkMap) {
    area = strong.grown(by: Self.edge, inside: map)
    stride = area.width + 2
    mask = Array(repeating: 0, count: stride * (area.height + 2))
  }

  /// Adds strong ink.
  ///
  /// - Parameters:
  ///   - columns: columns of the page, inside the rectangle.
  ///   - row: a row of the page, inside the rectangle.
  mutating func add(_ columns: Range<Int>, row: Int) {
    let offset = (row - area.y + 1) * stride + 1 - area.x
    for x in columns { mask[offset + x] = 255 }
  }

  /// Adds the faint pixels that are joined to the strong ones by a few steps.
  mutating func addEdges(of map: InkMap) {
    let faint = faintPixels(of: map)
    for _ in 0..<Self.edge { mask = spread(over: faint) }
  }

  /// The ink of the piece and the tight rectangle around it; `nil` when there is none.
  func tightCut(of map: InkMap) -> (ink: [UInt8], box: PixelBox)? {
    guard let box = tightBox() else { return nil }
    let cut = [UInt8](unsafeUninitializedCapacity: box.width * box.height) { cut, count in
      for y in 0..<box.height {
        let source = (box.y + y) * map.width + box.x
        let own = (box.y + y - area.y + 1) * stride + 1 + box.x - area.x
        map.ink.withUnsafeBufferPointer { ink in
          mask.withUnsafeBufferPointer { mask in
            for x in 0..<box.width { cut[count + x] = ink[source + x] & mask[own + x] }
          }
        }
        count += box.width
      }
    }
    return (cut, box)
  }

  // MARK: - Implementation

  /// 255 for each pixel with ink too faint to join anything, laid out as the mask.
  private func faintPixels(of map: InkMap) -> [UInt8] {
    var faint = [UInt8](repeating: 0, count: mask.count)
    faint.withUnsafeMutableBufferPointer { faint in
      map.ink.withUnsafeBufferPointer { ink in
        for y in 0..<area.height {
          let source = (area.y + y) * map.width + area.x
          let target = (y + 1) * stride + 1
          for x in 0..<area.width {
            // No ink at all wraps around to the most.
            faint[target + x] = ink[source + x] &- 1 < PageBlobs.level ? 255 : 0
          }
        }
      }
    }
    return faint
  }

  /// The mask with the pixels of `faint` that are beside it.
  private func spread(over faint: [UInt8]) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: mask.count) { target, count in
      mask.withUnsafeBufferPointer { mask in
        faint.withUnsafeBufferPointer { faint in
          // Around the area is neither mask nor faint ink.
          for index in 0..<stride { target[index] = 0 }
          for index in mask.count - stride..<mask.count { target[index] = 0 }
          for index in stride..<mask.count - stride {
            let beside =
              mask[index - 1] | mask[index + 1] | mask[index - stride] | mask[index + stride]
            target[index] = mask[index] | beside & faint[index]
          }
        }
      }
      count = mask.count
    }
  }

  private func tightBox() -> PixelBox? {
    var columns = [UInt8](repeating: 0, count: stride)
    var rows: ClosedRange<Int>?
    mask.withUnsafeBufferPointer { mask in
      columns.withUnsafeMutableBufferPointer { columns in
        for y in 1...area.height {
          var all: UInt8 = 0
          for x in 0..<stride {
            let value = mask[y * stride + x]
            columns[x] |= value
            all |= value
          }
          if all > 0 { rows = (rows?.lowerBound ?? y)...y }
        }
      }
    }
    guard let rows, let left = columns.firstIndex(where: { $0 > 0 }),
      let right = columns.lastIndex(where: { $0 > 0 })
    else { return nil }
    return PixelBox(
      x: area.x + left - 1, y: area.y + rows.lowerBound - 1, width: right - left + 1,
      height: rows.count)
  }
}

extension PixelBox {
  /// The rectangle with a margin on all sides, as far as it lies on a page.
  fileprivate func grown(by margin: Int, inside map: InkMap) -> PixelBox {
    let left = max(0, x - margin)
    let top = max(0, y - margin)
    return PixelBox(
      x: left, y: top, width: min(map.width, x + width + margin) - left,
      height: min(map.height, y + height + margin) - top)
  }
}
