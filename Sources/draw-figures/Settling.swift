import DigitRecognition
import NeuralNet
import NeuralNetReference
import RecognizerFileIO

/// Residuals of a model's equilibrium layer on some digits, iteration by iteration.
struct Settling {
  /// The residual at which the layer stops.
  let tolerance: Double
  /// The relative residual after each iteration when each result is the next state.
  ///
  /// It is the distance that the state still moves, as a fraction of its norm; the mean over the
  /// digits.
  let plain: [Double]
  /// The same when the library's solver chooses the next state.
  let accelerated: [Double]
  /// A digit's states before the first plain iteration and after each; the last is the fixed point.
  let states: [Batch]

  /// Iterations in the figure: by then, single precision has reached its limit.
  static let iterations = 12

  /// - Parameter path: the model's file, for errors.
  /// - Throws: `FileError` when the model has no single equilibrium layer with rows and columns.
  init(of model: Model, path: String, on digits: TestDigits) throws {
    let reference = ReferenceNetwork(
      try Network(model.architecture), parameters: model.parameters)
    let found = reference.layers.indices.filter { reference.layers[$0] is ReferenceEquilibrium }
    guard found.count == 1, let index = found.first,
      let layer = reference.layers[index] as? ReferenceEquilibrium,
      case .equilibrium(_, .some, _, let tolerance, _) = model.architecture.layers[index]
    else {
      throw FileError(
        .corrupt, path: path, found: "not one equilibrium layer with a kernel",
        remedy: "train one with --architecture equilibrium")
    }
    self.tolerance = Double(tolerance)
    let inputs = reference.layers[..<index].reduce(digits.batch(0..<digits.samples.count)) {
      $1.forward($0)
    }
    plain = Self.plainResiduals(layer, inputs)
    accelerated = try Self.acceleratedResiduals(model, layer: index, digits)
    let first = inputs.selecting(0)
    states = Self.states(layer, first) + [layer.forward(first)]
  }

  /// The number of iterations until the residual is within the tolerance; nil if it never is.
  func arrival(_ residuals: [Double]) -> Int? {
    residuals.firstIndex { $0 <= tolerance }.map { $0 + 1 }
  }

  // MARK: - Implementation

  /// The states before the first iteration and after each.
  private static func states(_ layer: ReferenceEquilibrium, _ inputs: Batch) -> [Batch] {
    // The library begins where the map leads from zero, and does not count that.
    Array(layer.states(inputs, count: iterations + 1).dropFirst())
  }

  private static func plainResiduals(_ layer: ReferenceEquilibrium, _ inputs: Batch) -> [Double] {
    let states = states(layer, inputs)
    return zip(states, states.dropFirst()).map { state, next in
      let residuals = (0..<inputs.count).map { sample in
        relativeError(state.selecting(sample).values, next.selecting(sample).values)
      }
      return residuals.reduce(0, +) / Double(inputs.count)
    }
  }

  /// The residual that the library reports for each limit of iterations, from 1.
  private static func acceleratedResiduals(
    _ model: Model, layer: Int, _ digits: TestDigits
  ) throws(ArchitectureError) -> [Double] {
    var residuals: [Double] = []
    for limit in 1...iterations {
      var architecture = model.architecture
      architecture.layers[layer] = architecture.layers[layer].stopping(after: limit)
      let predictor = Predictor(try Network(architecture), parameters: model.parameters)
      residuals.append(predictor.outputs(of: digits.samples).solver?.meanResidual ?? 0)
    }
    return residuals
  }
}

extension LayerDescription {
  /// The equilibrium layer with an iteration limit as its only stopping rule.
  fileprivate func stopping(after limit: Int) -> LayerDescription {
    guard case .equilibrium(let outputs, let kernel, let function, _, _) = self else {
      return self
    }
    return .equilibrium(
      outputs: outputs, kernel: kernel, function: function, tolerance: .leastNormalMagnitude,
      limit: limit)
  }
}

extension Batch {
  /// A batch of one of the samples.
  fileprivate func selecting(_ sample: Int) -> Batch {
    let size = shape.count
    return Batch(
      count: 1, shape: shape, values: Array(values[sample * size..<(sample + 1) * size]))
  }
}

// MARK: - Figure

extension Figure {
  /// An equilibrium network's state as it settles: the residuals, and one digit's states.
  static func settling(_ settling: Settling, digits: TestDigits) -> Figure {
    var picture = SVG(width: 900, height: 400)
    chart(settling).draw(
      in: Rectangle(origin: Point(75, 70), size: Point(340, 270)), on: &picture)
    drawStates(settling, of: digits, on: &picture)
    func list(_ residuals: [Double]) -> String {
      let arrival = settling.arrival(residuals).map { "after \($0)" } ?? "not yet"
      return "settled \(arrival): \(residuals.map(scientific).joined(separator: " "))"
    }
    return Figure(
      name: "settling.svg", bytes: picture.bytes,
      summary: "mean of \(digits.samples.count) digits; plain iteration "
        + "\(list(settling.plain)); accelerated \(list(settling.accelerated))")
  }

  private static func chart(_ settling: Settling) -> Chart {
    func curve(_ name: String, _ color: Color, _ residuals: [Double]) -> Chart.Curve {
      Chart.Curve(
        name: name, color: color,
        points: residuals.enumerated().map { Point(Double($0 + 1), $1) }, isMeasured: true)
    }
    return Chart(
      title: "residual of the state",
      horizontal: .linear("iterations", 0...Double(Settling.iterations), step: 2),
      vertical: .logarithmic("mean fraction of its norm", exponents: -8...0),
      curves: [
        curve("plain iteration", .blue, settling.plain),
        curve("Anderson's acceleration", .red, settling.accelerated),
      ],
      guides: [.horizontal(settling.tolerance, label: "tolerance")])
  }

  // MARK: States

  private static func drawStates(
    _ settling: Settling, of digits: TestDigits, on picture: inout SVG
  ) {
    let left = 480.0
    let shown = [0, 1, 2, 4, 8, settling.states.count - 1]
    let states = shown.map { settling.states[$0] }
    let (start, end) = (states[0], states[states.count - 1])
    let channel = farthestChannel(from: start, to: end)
    let range = GrayGrid.range(of: states.flatMap { $0.plane(channel) })

    picture.text("one digit and its state", at: Point(left, 36), size: 15, bold: true)
    GrayGrid(digits.batch(0..<1), channel: 0)
      .draw(at: Point(left, 52), length: 84, on: &picture)
    drawRow(
      states.map { GrayGrid($0, channel: channel, range: range) },
      title: "channel \(channel), which moves farthest", at: Point(left, 178), on: &picture)
    drawRow(
      states.map { GrayGrid(distanceOf: $0, to: end, decades: 6) },
      title: "distance to the settled state over all channels: black 1, white 1e-6",
      at: Point(left, 280), on: &picture)
    for (column, index) in shown.enumerated() {
      let label = index == shown.last ? "settled" : "\(index)"
      picture.text(label, at: Point(left + 30 + 70 * Double(column), 358), anchor: .middle)
    }
    picture.text("iterations", at: Point(left + 205, 380), anchor: .middle)
  }

  private static func drawRow(
    _ grids: [GrayGrid], title: String, at origin: Point, on picture: inout SVG
  ) {
    picture.text(title, at: origin - Point(0, 8))
    for (column, grid) in grids.enumerated() {
      grid.draw(at: origin + Point(70 * Double(column), 0), length: 60, on: &picture)
    }
  }

  private static func farthestChannel(from start: Batch, to end: Batch) -> Int {
    let distances = (0..<start.shape.channels).map { channel in
      norm(zip(start.plane(channel), end.plane(channel)).map(-))
    }
    return distances.indices.max { distances[$0] < distances[$1] } ?? 0
  }
}
