/// One connected piece of ink on a page.
struct Blob {
  /// The smallest rectangle around its strong ink.
  var box: PixelBox
  /// Its number of pixels.
  var pixelCount: Int
  /// Its mean amount of ink.
  var strength: Double
  /// Its runs among those of ``PageBlobs``.
  var runs: Range<Int>
}

/// The connected pieces of a page's ink, each with its own pixels at hand.
///
/// Pieces are connected through strong ink only. The grey edges of neighbours often meet where
/// their strokes do not.
struct PageBlobs {
  /// The ink on which the blobs lie.
  let map: InkMap
  /// The blobs, in the order in which a scan from the top left meets them.
  let blobs: [Blob]
  /// Runs of strong ink, those of a blob beside one another and from top to bottom.
  let runs: [InkComponents.Run]

  /// Ink up to this amount is the edge of a stroke and joins nothing.
  static let level: UInt8 = 64

  /// The blobs of `map`.
  init(_ map: InkMap) {
    self.map = map
    let found = InkComponents(map, above: Self.level)
    var starts = [Int](repeating: 0, count: found.components.count + 1)
    for run in found.runs { starts[run.label + 1] += 1 }
    for index in found.components.indices { starts[index + 1] += starts[index] }
    var next = starts
    var sorted = found.runs
    for run in found.runs {
      sorted[next[run.label]] = run
      next[run.label] += 1
    }
    runs = sorted
    blobs = found.components.enumerated().map { index, component in
      Blob(
        box: component.box, pixelCount: component.pixelCount,
        strength: Double(component.ink) / Double(max(component.pixelCount, 1)),
        runs: starts[index]..<starts[index + 1])
    }
  }

  /// The ink of some parts of blobs and the tight rectangle around it; `nil` when there is none.
  func ink(of parts: [BlobPart]) -> (ink: [UInt8], box: PixelBox)? {
    guard let first = parts.first else { return nil }
    let strong = parts.dropFirst().reduce(first.box) { $0.union($1.box) }
    var mask = PieceMask(around: strong, of: map)
    for part in parts {
      for run in runs[part.runs] { mask.add(part.columns(of: run), row: run.y) }
    }
    mask.addEdges(of: map)
    return mask.tightCut(of: map)
  }

  /// Whether a blob is an upright rectangle's outline: a form's box.
  ///
  /// All of it lies along the edges of its rectangle, and the corners are there; a 0 has none.
  func isRectangle(_ blob: Blob) -> Bool {
    let box = blob.box
    guard min(box.width, box.height) >= 12, box.width * box.height > 3 * blob.pixelCount
    else { return false }
    let margin = (x: max(2, box.width / 8), y: max(2, box.height / 8))
    var corners = [0, 0, 0, 0]
    var inside = 0
    for run in runs[blob.runs] {
      let (start, end) = (run.columns.lowerBound - box.x, run.columns.upperBound - box.x)
      let isTop = run.y - box.y < margin.y
      let isBottom = run.y - box.y >= box.height - margin.y
      if !isTop, !isBottom {
        inside += max(0, min(end, box.width - margin.x) - max(start, margin.x))
        continue
      }
      if start < margin.x { corners[isTop ? 0 : 2] += 1 }
      if end > box.width - margin.x { corners[isTop ? 1 : 3] += 1 }
    }
    return inside * 12 < blob.pixelCount && corners.allSatisfy { $0 * 2 > margin.y }
  }
}

/// A blob, or what lies between two cuts through it.
struct BlobPart {
  /// The rectangle around the part.
  var box: PixelBox
  /// The runs of the whole blob.
  var runs: Range<Int>
  /// The cut on the left; `nil` at the blob's own edge.
  var left: Seam?
  /// The cut on the right; `nil` at the blob's own edge.
  var right: Seam?

  /// The columns of one of the blob's runs that belong to the part.
  func columns(of run: InkComponents.Run) -> Range<Int> {
    var (start, end) = (run.columns.lowerBound, run.columns.upperBound)
    if let left { start = max(start, left[run.y] - Self.reach(of: left, into: run)) }
    if let right { end = min(end, right[run.y] + Self.reach(of: right, into: run)) }
    return start..<max(start, end)
  }

  /// The columns beyond a cut that belong to both sides: where it crosses a stroke.
  private static func reach(of seam: Seam, into run: InkComponents.Run) -> Int {
    let first = seam[run.y]
    return run.columns.lowerBound < first && first < run.columns.upperBound ? seam.reach : 0
  }
}
