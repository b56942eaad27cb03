package import KernelInterface

extension KernelVariant {
  package static func spread(
    _ geometry: SpreadGeometry, _ input: UnsafePointer<Vector>,
    into output: UnsafeMutablePointer<Vector>
  ) {
    let plane = geometry.spreadHeight * geometry.spreadWidth
    output.update(repeating: .zero, count: geometry.planes * plane)
    // The vectors that fall inside: 0 <= offset + index * step < size.
    let step = geometry.step
    let first = geometry.offset < 0 ? (-geometry.offset + step - 1) / step : 0
    func end(_ count: Int, _ size: Int) -> Int {
      min(count, (size - geometry.offset + step - 1) / step)
    }
    let rows = first..<max(first, end(geometry.height, geometry.spreadHeight))
    let columns = first..<max(first, end(geometry.width, geometry.spreadWidth))
    for channel in 0..<geometry.planes {
      for row in rows {
        let source = input + (channel * geometry.height + row) * geometry.width
        let target =
          output + channel * plane
          + (geometry.offset + row * step) * geometry.spreadWidth + geometry.offset
        for column in columns { target[column &* step] = source[column] }
      }
    }
  }

  package static func spread(
    _ geometry: SpreadGeometry, _ error: EpilogueError, into output: UnsafeMutablePointer<Vector>
  ) {
    let (width, plane) = (geometry.width, geometry.height * geometry.width)
    let spreadPlane = geometry.spreadHeight * geometry.spreadWidth
    let first = output + geometry.offset * (geometry.spreadWidth + 1)
    switch error {
    case .none(let gradient): spread(geometry, gradient, into: output)
    case .relu(let gradient, let result):
      output.update(repeating: .zero, count: geometry.planes * spreadPlane)
      for channel in 0..<geometry.planes {
        for row in 0..<geometry.height {
          let source = channel &* plane &+ row &* width
          let target = first + channel &* spreadPlane + row &* geometry.spreadWidth
          for x in 0..<width {
            target[x] = gradient[source &+ x].zeroed(unless: result[source &+ x] .> 0)
          }
        }
      }
    case .reluMaxPool(let gradient, let winners):
      output.update(repeating: .zero, count: geometry.planes * spreadPlane)
      var source = 0
      for channel in 0..<geometry.planes {
        for row in 0..<geometry.height / 2 {
          var target = first + channel &* spreadPlane + 2 &* row &* geometry.spreadWidth
          for _ in 0..<width / 2 {
            spreadWindow(
              gradient[source], winners[source], into: target, rowStride: geometry.spreadWidth)
            source += 1
            target += 2
          }
        }
      }
    }
  }
}
