import DigitData
import DigitRecognition
import NeuralNet
import RecognizerRandomNumbers
import RecognizerTestSupport
import Testing

/// Slant by moments, by the likeness to a class, and taken out.
@Suite struct SlantTests {
  /// A seven, framed: a stem that leans by `slope`, and a bar of some length to the left at its top.
  private static func seven(slope: Double, bar: Int) -> GrayImage {
    var image = GrayImage(width: 28, height: 28, filledWith: 0)
    for y in 4..<24 {
      for x in 13..<15 { image[x, y] = 255 }
      if y < 6 { for x in 14 - bar..<14 { image[x, y] = 255 } }
    }
    let leaning = image.sheared(slope: Float(slope), about: 13.5)
    let prepared = ImagePreparation(polarity: .lightOnDark).prepare(leaning)
    return prepared.pixels.map { GrayImage(width: 28, height: 28, pixels: $0) } ?? leaning
  }

  @Test func elongationIsLengthOverWidth() {
    let bar = GrayImage(width: 50, height: 20, rectangles: [(x: 5..<45, y: 8..<12)])
    #expect(abs(InkMoments(bar).elongation - 10) < 0.5)
    let square = GrayImage(width: 20, height: 20, rectangles: [(x: 5..<15, y: 5..<15)])
    #expect(abs(InkMoments(square).elongation - 1) < 1e-6)
    // A line of one pixel has its width, and no ink no shape.
    let thin = GrayImage(width: 50, height: 5, rectangles: [(x: 5..<45, y: 2..<3)])
    #expect(abs(InkMoments(thin).elongation - 40) < 0.5)
    #expect(InkMoments(GrayImage(width: 9, height: 9, filledWith: 0)).elongation == 1)
  }

  @Test func momentsOfALine() {
    var line = GrayImage(width: 28, height: 28, filledWith: 0)
    for y in 4..<24 { line[24 - y, y] = 100 }
    let moments = InkMoments(line)
    #expect(abs(moments.slope - 1) < 1e-12)
    #expect(moments.column == 10.5 && moments.row == 13.5)
    #expect(abs(Slant.byMoments(line) - 45) < 1e-9)
    #expect(abs(Slant.slope(degrees: 45) - 1) < 1e-12)
    let blank = InkMoments(GrayImage(width: 28, height: 28, filledWith: 0))
    #expect(blank.slope == 0 && blank.row == 13.5)
  }

  /// Shearing adds to the moments' slope; this is why they are exact where they define upright.
  @Test(arguments: [-0.5, -0.1, 0.2, 0.45])
  func shearingAddsToTheSlope(slope: Double) {
    let digit = Self.seven(slope: 0.1, bar: 6)
    let leaning = digit.sheared(slope: Float(slope), about: Float(InkMoments(digit).row))
    #expect(abs(InkMoments(leaning).slope - InkMoments(digit).slope - slope) < 0.01)
  }

  /// Bars of chance length tilt the moments and not the stem.
  @Test func aClassIsBroughtIntoLine() {
    var generator = SplitMix64(seed: 3)
    var (pixels, slopes) = ([UInt8](), [Double]())
    for _ in 0..<80 {
      slopes.append(Double(generator.uniform(in: -0.4...0.4)))
      let bar = 3 + Int(generator.uniform() * 8)
      pixels += Self.seven(slope: slopes[slopes.count - 1], bar: bar).pixels
    }
    let images = LabeledImages(
      width: 28, height: 28, pixels: pixels, labels: Array(repeating: 7, count: 80))
    let upright = SlantAligner(aligning: images)
    func spread(_ found: [Double]) -> Double {
      let errors = zip(found, slopes).map { $0 - $1 }
      let mean = errors.reduce(0, +) / 80
      return (errors.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 80).squareRoot()
    }
    let byMoments = spread((0..<80).map { InkMoments(images.image($0)).slope })
    let byLikeness = spread((0..<80).map { upright.slope(of: images.image($0), label: 7) })
    #expect(byMoments > 0.03)
    #expect(byLikeness < byMoments / 2, "\(byLikeness) of \(byMoments)")
    // A class of which there was nothing to learn.
    let slope = upright.slope(of: images.image(0), label: 3)
    #expect(slope == InkMoments(images.image(0)).slope)
  }

  @Test func slantedDigitsKeepTheirAnglesAndTheFrame() throws {
    let images = LabeledImages(
      width: 28, height: 28,
      pixels: (0..<6).flatMap { Self.seven(slope: 0.1 * Double($0) - 0.2, bar: 6).pixels },
      labels: Array(repeating: 7, count: 6))
    let upright = SlantAligner(aligning: images)
    let slanted = upright.slanted(images, degrees: 30, copies: 2, seed: 1)
    #expect(slanted.count == 12 && Set(slanted.values).count == 12)
    #expect(slanted.values.allSatisfy { abs($0) <= 30 })
    #expect(slanted == upright.slanted(images, degrees: 30, copies: 2, seed: 1))
    #expect(slanted.values != upright.slanted(images, degrees: 30, copies: 2, seed: 2).values)
    for index in 0..<12 {
      let image = slanted.image(index)
      let moments = InkMoments(image)
      // MNIST's frame: the centre of mass in the middle, with pixel centres at halves in [14, 15).
      #expect((13.4...14.6).contains(moments.column) && (13.4...14.6).contains(moments.row))
      // One shape, so its moments are off by the same at every angle.
      #expect(abs(Slant.byMoments(image) - Double(slanted.values[index])) < 3)
    }
    let fitted = MomentFormula(fitting: slanted)
    #expect(abs(fitted.factor - 1) < 0.1)
    #expect(fitted.evaluation(on: slanted).rmse <= MomentFormula.plain.evaluation(on: slanted).rmse)
  }

  @Test(arguments: [-0.5, 0.3]) func straightenedDigitsStandUpright(slope: Double) {
    let digit = Self.seven(slope: slope, bar: 6)
    let straight = GrayImage(
      width: 28, height: 28, pixels: Deslanter.moments.deslanted(digit.pixels))
    #expect(abs(InkMoments(straight).slope) < 0.03)
    let blank = [UInt8](repeating: 0, count: 784)
    #expect(Deslanter.moments.deslanted(blank) == blank)
  }

  /// A network that always says 26.565 degrees, half a column a row.
  @Test func aNetworkDeslants() throws {
    let architecture = Architecture(
      name: "constant", input: Shape(channels: 1, height: 28, width: 28),
      layers: [.flatten, .dense(outputs: 1)])
    let regressor = try Regressor(
      model: Model(
        architecture: architecture,
        parameters: [Float](
          repeating: 0, count: try #require(architecture.parameterTensors().last?.range.upperBound)),
        normalization: .mnist, output: .values(TargetScaling(mean: 26.565, standardDeviation: 10)),
        provenance: Provenance(dataName: "none", dataDigest: "", seed: 0, epochs: 0)))
    let digit = Self.seven(slope: 0.5, bar: 6)
    let prediction = regressor.predict(digit, preparation: ImagePreparation(isRaw: true))
    #expect(abs(try #require(prediction.values)[0] - 26.565) < 1e-4)
    let deslanter = Deslanter.network(regressor)
    let straight = GrayImage(
      width: 28, height: 28, pixels: deslanter.deslanted(digit.pixels))
    let expected = InkMoments(digit).slope - 0.5
    #expect(abs(InkMoments(straight).slope - expected) < 0.03)
    let images = LabeledImages(
      width: 28, height: 28, pixels: digit.pixels + digit.pixels, labels: [7, 7])
    #expect(deslanter.deslanted(images).image(1) == straight)
  }
}
