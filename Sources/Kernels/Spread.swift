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
}
