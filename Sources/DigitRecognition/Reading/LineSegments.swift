/// The smallest parts of a line of writing: whole blobs, or what lies between two cuts.
struct LineSegment {
  /// The part of a blob.
  var part: BlobPart
  /// The position of the blob among those of its line.
  let blob: Int
  /// Whether the part begins at the blob's own left edge.
  var isStart: Bool { part.left == nil }
  /// Whether the part ends at the blob's own right edge.
  var isEnd: Bool { part.right == nil }

  /// A whole blob.
  init(whole blob: Blob, number: Int) {
    part = BlobPart(box: blob.box, runs: blob.runs)
    self.blob = number
  }

  /// The part of a blob between two cuts.
  init(_ blob: Blob, number: Int, left: Seam?, right: Seam?) {
    let start = left?.columns.min() ?? blob.box.x
    let end = right?.columns.max() ?? blob.box.x + blob.box.width
    part = BlobPart(
      box: PixelBox(x: start, y: blob.box.y, width: max(1, end - start), height: blob.box.height),
      runs: blob.runs, left: left, right: right)
    self.blob = number
  }
}

/// Neighbouring segments of a line that may be one digit.
struct Piece {
  /// The segments.
  let segments: Range<Int>
  /// The tight rectangle around the ink.
  let box: PixelBox
  /// The ink, framed as the network takes it; what cuts part from it is grey.
  let picture: [UInt8]
  /// The ink of strokes that its two ends cut through, in pixels.
  let cutInk: Double
  /// The number of ends that cut through a blob.
  let cuts: Int
  /// The widest gap between its blobs, in pixels.
  let gap: Double
  /// The number of blobs that it takes from.
  let blobs: Int
  /// The network's opinion.
  var score = PieceScore.unknown

  /// The ``picture`` without what cuts part from the piece, and without the faintest edges of its own.
  var ownPicture: [UInt8] {
    cuts == 0 ? picture : picture.map { $0 > MNISTFrame.mostAround ? $0 : 0 }
  }

  /// Whether it is one whole blob.
  var isBlob: Bool { cuts == 0 && blobs == 1 }
}
