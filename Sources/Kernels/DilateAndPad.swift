package import RecognizerKernelInterface

extension KernelVariant {
  package static func dilateAndPad(
    _ geometry: DilationGeometry, _ input: UnsafePointer<Vector>,
    into output: UnsafeMutablePointer<Vector>
  ) {
    let plane = geometry.paddedHeight * geometry.paddedWidth
    output.update(repeating: .zero, count: geometry.planes * plane)
    // The vectors that fall inside: 0 <= offset + index * step < size.
    let step = geometry.step
    let first = geometry.offset < 0 ? (-geometry.offset + step - 1) / step : 0
    func end(_ count: Int, _ size: Int) -> Int {
      min(count, (size - geometry.offset + step - 1) / step)
    }
    let rows = first..<max(first, end(geometry.height, geometry.paddedHeight))
    let columns = first..<max(first, end(geometry.width, geometry.paddedWidth))
    for channel in 0..<geometry.planes {
      for row in rows {
        let source = input + (channel * geometry.height + row) * geometry.width
        let target =
          output + channel * plane
          + (geometry.offset + row * step) * geometry.paddedWidth + geometry.offset
        for column in columns { target[column &* step] = source[column] }
      }
    }
  }

  package static func dilateAndPad(
    _ geometry: DilationGeometry, _ error: EpilogueGradient,
    into output: UnsafeMutablePointer<Vector>
  ) {
    let (width, plane) = (geometry.width, geometry.height * geometry.width)
    let paddedPlane = geometry.paddedHeight * geometry.paddedWidth
    let first = output + geometry.offset * (geometry.paddedWidth + 1)
    switch error {
    case .none(let gradient): dilateAndPad(geometry, gradient, into: output)
    case .relu(let gradient, let result):
      output.update(repeating: .zero, count: geometry.planes * paddedPlane)
      for channel in 0..<geometry.planes {
        for row in 0..<geometry.height {
          let source = channel &* plane &+ row &* width
          let target = first + channel &* paddedPlane + row &* geometry.paddedWidth
          for x in 0..<width {
            target[x] = gradient[source &+ x].zeroed(unless: result[source &+ x] .> 0)
          }
        }
      }
    case .reluMaxPool(let gradient, let argmax):
      output.update(repeating: .zero, count: geometry.planes * paddedPlane)
      var source = 0
      for channel in 0..<geometry.planes {
        for row in 0..<geometry.height / 2 {
          var target = first + channel &* paddedPlane + 2 &* row &* geometry.paddedWidth
          for _ in 0..<width / 2 {
            routeGradient(
              gradient[source], argmax[source], into: target, rowStride: geometry.paddedWidth)
            source += 1
            target += 2
          }
        }
      }
    }
  }
}
