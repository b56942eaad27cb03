/// Where between the places that were tried a likeness is largest, in steps from the best of them.
///
/// The top of the paraboloid through the best place and its eight neighbours: tilt and shift depend
/// on each other, so that half a column more would be a jump of the tilt if each went by itself.
struct QuadraticPeak {
  private(set) var tilt: Float = 0
  private(set) var shift: Float = 0

  /// - Parameter likeness: by shift, then by tilt; the best tilt has neighbours.
  init(of likeness: [[Float]], shift: Int, tilt: Int) {
    let own = likeness[shift]
    let slope = (own[tilt + 1] - own[tilt - 1]) / 2
    let bend = own[tilt + 1] - 2 * own[tilt] + own[tilt - 1]
    guard bend < 0 else { return }
    self.tilt = Self.within(-slope / bend)
    guard shift > 0, shift < likeness.count - 1 else { return }
    let (left, right) = (likeness[shift - 1], likeness[shift + 1])
    let acrossSlope = (right[tilt] - left[tilt]) / 2
    let acrossBend = right[tilt] - 2 * own[tilt] + left[tilt]
    let twist = (right[tilt + 1] - right[tilt - 1] - left[tilt + 1] + left[tilt - 1]) / 4
    let determinant = bend * acrossBend - twist * twist
    guard determinant > 0 else { return }
    self.tilt = Self.within((twist * acrossSlope - acrossBend * slope) / determinant)
    self.shift = Self.within((twist * slope - bend * acrossSlope) / determinant)
  }

  /// Beyond the neighbours a paraboloid says nothing.
  private static func within(_ step: Float) -> Float { min(max(step, -1), 1) }
}
