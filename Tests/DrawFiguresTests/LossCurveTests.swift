import NeuralNetReference
import RecognizerFileIO
import RecognizerTestSupport
import Testing

@testable import draw_figures

@Suite struct LossCurveTests {
  @Test(arguments: LossCurve.all.indices, [-2.5, -1, -0.25, 0.5, 3])
  func gradientIsThatOfTheValue(index: Int, difference: Double) {
    let curve = LossCurve.all[index]
    let slope = FiniteDifference.gradient(at: [difference]) { curve.value($0[0]) }
    // At the bend of Huber's loss the second derivative jumps: an error of the order of the step.
    #expect(abs(slope[0] - curve.gradient(difference)) < 1e-5, "\(curve.name)")
  }

  @Test func committedPictureIsWhatTheCodeDraws() throws {
    let figure = Figure.losses()
    let resources = "\(packageRoot)/Sources/NeuralNet/NeuralNet.docc/Resources"
    #expect(try FileContents.read("\(resources)/\(figure.name)") == figure.bytes)
  }
}
