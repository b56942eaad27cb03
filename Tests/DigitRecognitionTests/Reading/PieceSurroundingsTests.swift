import DigitData
import Testing

@testable import DigitRecognition

@Suite struct PieceSurroundingsTests {
  /// Two squares of 20 pixels, joined by a bar.
  private static let page: PageBlobs = {
    let image = GrayImage(
      width: 70, height: 40,
      rectangles: [(5..<25, 10..<30), (35..<55, 10..<30), (25..<35, 18..<22)])
    return PageBlobs(InkMap(image, polarity: .lightOnDark)!)
  }()

  private func part(left: Int?, right: Int?) -> BlobPart {
    let blob = Self.page.blobs[0]
    func seam(_ column: Int) -> Seam {
      Seam(
        top: blob.box.y, columns: Array(repeating: column, count: blob.box.height), ink: 4, reach: 0
      )
    }
    let (start, end) = (left ?? blob.box.x, right ?? blob.box.x + blob.box.width)
    return BlobPart(
      box: PixelBox(x: start, y: blob.box.y, width: end - start, height: blob.box.height),
      runs: blob.runs, left: left.map(seam), right: right.map(seam))
  }

  @Test func wholeBlobsHaveNone() throws {
    let part = part(left: nil, right: nil)
    let cut = try #require(Self.page.ink(of: [part]))
    #expect(Self.page.surroundings(of: [part], ink: cut.ink, box: cut.box) == nil)
  }

  @Test(arguments: [(nil, 30), (30, nil), (27, 33)] as [(Int?, Int?)])
  func aPieceAndItsSurroundingsAreTheBlob(left: Int?, right: Int?) throws {
    let part = part(left: left, right: right)
    let (ink, box) = try #require(Self.page.ink(of: [part]))
    let rest = try #require(Self.page.surroundings(of: [part], ink: ink, box: box))
    let map = Self.page.map
    for y in 0..<rest.height {
      for x in 0..<rest.width {
        let (column, row) = (x + rest.x, y + rest.y)
        let isInside = (0..<box.width).contains(column) && (0..<box.height).contains(row)
        let own = isInside ? ink[row * box.width + column] : 0
        let around = rest.ink[y * rest.width + x]
        #expect(own == 0 || around == 0)
        #expect(max(own, around) == map.ink[(row + box.y) * map.width + column + box.x])
      }
    }
  }

  @Test func anotherBlobIsNotAround() throws {
    let image = GrayImage(
      width: 70, height: 40, rectangles: [(5..<25, 10..<30), (27..<40, 10..<30)])
    let page = PageBlobs(try #require(InkMap(image, polarity: .lightOnDark)))
    let blob = page.blobs[0]
    let seam = Seam(top: 10, columns: Array(repeating: 12, count: 20), ink: 20, reach: 0)
    let part = BlobPart(
      box: PixelBox(x: 12, y: 10, width: 13, height: 20), runs: blob.runs, left: seam, right: nil)
    let (ink, box) = try #require(page.ink(of: [part]))
    let rest = try #require(page.surroundings(of: [part], ink: ink, box: box))
    #expect(rest.ink.reduce(0) { $0 + Int($1) } == 7 * 20 * 255)
  }
}
