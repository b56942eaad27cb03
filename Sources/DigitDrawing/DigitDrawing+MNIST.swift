public import DigitData

extension DigitDrawing {
  /// The digit in white on black in MNIST's frame: 28 x 28 pixels, the ink in a box of 20 x 20
  /// whose centre of mass lies in the middle, to the whole pixel.
  ///
  /// LeCun, Bottou, Bengio and Haffner 1998, section III.A. The ink is drawn straight at its final
  /// size instead of being scaled down from a larger picture.
  public func drawAsMNIST() -> GrayImage {
    let centered = draw(low: Point(4, 4))
    var mass = 0.0
    var moment = Point.zero
    for y in 0..<28 {
      for x in 0..<28 {
        let ink = Double(centered[x, y])
        mass += ink
        moment += ink * Point(Double(x) + 0.5, Double(y) + 0.5)
      }
    }
    let shift = (14 - moment / mass).rounded(.toNearestOrAwayFromZero)
    return draw(low: 4 + shift.clamped(lowerBound: Point(-4, -4), upperBound: Point(4, 4)))
  }

  private func draw(low: Point) -> GrayImage {
    var image = GrayImage(width: 28, height: 28, filledWith: 0)
    draw(into: &image, low: low, high: low + 20)
    return image
  }
}
