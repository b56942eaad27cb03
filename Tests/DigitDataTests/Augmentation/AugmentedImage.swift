import DigitData

extension Augmentation {
  /// A changed copy of a picture.
  func applied(to image: GrayImage, sample: Int = 0, epoch: Int = 0) -> GrayImage {
    var image = image
    image.pixels.withUnsafeMutableBufferPointer { apply(to: $0, sample: sample, epoch: epoch) }
    return image
  }
}

extension GrayImage {
  /// The sum of all grey values.
  var ink: Double { Double(pixels.reduce(0) { $0 + Int($1) }) }

  /// The mean position of the ink.
  var centerOfMass: (x: Double, y: Double) {
    var (x, y) = (0.0, 0.0)
    for (index, value) in pixels.enumerated() {
      x += Double(value) * Double(index % width)
      y += Double(value) * Double(index / width)
    }
    return (x / ink, y / ink)
  }
}
