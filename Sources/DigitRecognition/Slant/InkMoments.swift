public import DigitData

/// Where a picture's ink lies and how it leans.
public struct InkMoments: Hashable, Sendable {
  /// The ink's centre of mass, in columns; pixel centres are whole numbers.
  public let column: Double
  /// The ink's centre of mass, in rows.
  public let row: Double
  /// Columns to the right for each row up: the slope of the line through the ink's centre that
  /// has the least squared distances along rows.
  ///
  /// `-mu11 / mu02`, the central moments of columns with rows and of rows: the usual way to measure
  /// slant, and the shear that makes ink narrowest.
  public let slope: Double

  /// The moments of `pixels`; the middle of the picture, upright, where it has no ink.
  public init(_ image: GrayImage) {
    var (mass, column, row) = (0.0, 0.0, 0.0)
    image.forEachInk { x, y, ink in
      mass += ink
      column += ink * x
      row += ink * y
    }
    guard mass > 0 else {
      self.column = Double(image.width - 1) / 2
      self.row = Double(image.height - 1) / 2
      slope = 0
      return
    }
    column /= mass
    row /= mass
    var (mixed, vertical) = (0.0, 0.0)
    image.forEachInk { [column, row] x, y, ink in
      mixed += ink * (x - column) * (y - row)
      vertical += ink * (y - row) * (y - row)
    }
    self.column = column
    self.row = row
    slope = vertical > 0 ? -mixed / vertical : 0
  }
}

extension GrayImage {
  /// Calls `body` with column, row and amount of each pixel that has ink.
  fileprivate func forEachInk(_ body: (_ x: Double, _ y: Double, _ ink: Double) -> Void) {
    for y in 0..<height {
      for x in 0..<width where self[x, y] > 0 { body(Double(x), Double(y), Double(self[x, y])) }
    }
  }
}
