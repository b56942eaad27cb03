import NeuralNet
import Testing

/// A kernel's demands on its caller are checked when an architecture is accepted.
@Suite struct ArchitectureLimitsTests {
  private func shapes(of layers: [LayerDescription], height: Int = 28) throws -> [Shape] {
    try Architecture(
      name: "limits", input: Shape(channels: 1, height: height, width: height), layers: layers
    ).shapes()
  }

  @Test(arguments: [-0.1, -.infinity, .infinity, .nan] as [Float])
  func impossibleSlopesAreRefused(slope: Float) {
    #expect(throws: ArchitectureError.self) {
      try shapes(of: [.activation(.leakyReLU(slope: slope))])
    }
  }

  @Test(arguments: [0, 0.01, 1, 3] as [Float])
  func slopesOfZeroOrMoreAreAccepted(slope: Float) throws {
    #expect(try shapes(of: [.activation(.leakyReLU(slope: slope))]).count == 2)
  }

  @Test func aPaddedInputMayBeTooLarge() {
    let large = LayerDescription.convolution(outputs: 1, kernel: 1, stride: 1024, padding: 1024)
    #expect(throws: ArchitectureError.self) {
      try shapes(of: [.convolution(outputs: 65_536, kernel: 28), large])
    }
  }
}
