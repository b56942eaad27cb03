import NeuralNet
import NeuralNetReference
import RecognizerTestSupport
import Testing

/// The table of gradients is right where they are, and shows where they are not.
@Suite struct GradientCheckTests {
  private static let architecture = Architecture(
    name: "test", input: Shape(channels: 1, height: 8, width: 8),
    layers: [
      .convolution(outputs: 3, kernel: 3, bias: false), .batchNormalization(), .relu,
      .maxPooling(size: 2, stride: 2), .dropout(probability: 0.4),
      .equilibrium(outputs: 4, kernel: 3, tolerance: 1e-6, limit: 100), .dense(outputs: 5),
    ])

  private static func check(
    _ architecture: Architecture, loss: Loss = .crossEntropy()
  ) throws -> GradientCheck {
    let network = try Network(architecture)
    return try GradientCheck(
      architecture, parameters: network.flattened(try hashedParameters(of: architecture)),
      features: hashedInputs(6, architecture.input), targets: .classes([0, 1, 2, 3, 4, 0]),
      loss: loss)
  }

  @Test func everyArrayIsRight() throws {
    let check = try Self.check(Self.architecture)
    #expect(
      check.rows.map(\.name) == [
        "0.weight", "1.weight", "1.bias", "5.weight", "5.bias", "5.recurrent_weight", "6.weight",
        "6.bias",
      ])
    for row in check.rows {
      #expect(row.norm > 1e-4, "\(row.name)")
      #expect(row.error < 1e-4, "\(row.name)")
      #expect(row.referenceError < 1e-6, "\(row.name)")
    }
  }

  @Test func otherLosses() throws {
    var architecture = Self.architecture
    architecture.layers.append(.softmax)
    for row in try Self.check(architecture, loss: .meanSquaredError).rows {
      #expect(row.error < 1e-4 && row.referenceError < 1e-6, "\(row.name)")
    }
  }

  /// A bias before batch normalisation changes nothing: its gradient is zero, and rounding in
  /// single precision is no error.
  @Test func zeroGradients() throws {
    var architecture = Self.architecture
    architecture.layers[0] = .convolution(outputs: 3, kernel: 3)
    let rows = try Self.check(architecture).rows
    #expect(rows[1].name == "0.bias" && rows[1].norm < 1e-10)
    for row in rows { #expect(row.error < 1e-4 && row.referenceError < 1e-6, "\(row.name)") }
  }

  /// A state that has not settled has another gradient, and the table says so.
  @Test func whatHasNotSettledShows() throws {
    var architecture = Self.architecture
    architecture.layers[5] = .equilibrium(outputs: 4, kernel: 3, tolerance: 1e-6, limit: 1)
    let check = try Self.check(architecture)
    #expect(check.rows.contains { $0.error > 1e-3 })
    #expect(check.rows.allSatisfy { $0.referenceError < 1e-6 })
  }
}
