/// A letter, sign or shape that is not a digit, as strokes.
///
/// Those that a person may take for a digit are left out: O, D, l, I, Z, S, B, g, q, b, y, the slash,
/// a caret (a 1 with a long up-stroke) and a written F (a barred 7).
struct Glyph: Hashable, Sendable {
  /// The strokes in units of the glyph's height.
  let strokes: [Stroke]

  init(_ strokes: Stroke...) { self.strokes = strokes }

  /// One of the glyphs, each as likely as the others.
  static func random(using generator: inout some RandomNumberGenerator) -> Glyph {
    all[Int(generator.unit() * Double(all.count))]
  }

  /// Every glyph.
  static let all: [Glyph] = capitals + smallLetters + greek + signs + shapes
}

// MARK: - Letters

extension Glyph {
  private static let capitals: [Glyph] = [
    // A
    Glyph(Stroke(0, 100, 36, 0), Stroke(36, 0, 72, 100), Stroke(14, 64, 58, 64)),
    Glyph(Stroke(2, 100, 20, 40, 36, 0, 36, 0, 54, 50, 70, 100), Stroke(10, 66, 62, 62)),
    // E
    Glyph(
      Stroke(2, 0, 0, 100), Stroke(2, 0, 56, 0), Stroke(1, 50, 46, 48), Stroke(0, 100, 58, 98)),
    Glyph(Stroke(56, 6, 30, 0, 14, 18, 34, 44, 34, 44, 8, 64, 6, 90, 30, 100, 58, 90)),
    // F
    Glyph(Stroke(2, 0, 0, 100), Stroke(2, 0, 58, 0), Stroke(1, 46, 44, 45)),
    // H
    Glyph(Stroke(0, 0, 0, 100), Stroke(62, 0, 62, 100), Stroke(0, 50, 62, 49)),
    // K
    Glyph(Stroke(0, 0, 0, 100), Stroke(58, 0, 2, 56), Stroke(20, 42, 62, 100)),
    Glyph(Stroke(4, 0, 0, 100), Stroke(54, 4, 4, 54, 4, 54, 30, 60, 58, 100)),
    // L
    Glyph(Stroke(0, 0, 0, 99, 0, 99, 60, 98)),
    // M
    Glyph(Stroke(0, 100, 4, 0, 4, 0, 42, 70, 42, 70, 80, 0, 80, 0, 84, 100)),
    Glyph(Stroke(0, 100, 8, 20, 20, 0, 40, 40, 44, 90, 44, 90, 56, 20, 70, 0, 84, 40, 90, 100)),
    // N
    Glyph(Stroke(0, 100, 2, 0, 2, 0, 62, 100, 62, 100, 64, 0)),
    // P
    Glyph(Stroke(4, 2, 0, 100), Stroke(2, 4, 30, 0, 56, 12, 52, 38, 28, 52, 4, 52)),
    Glyph(Stroke(12, 10, 4, 100), Stroke(0, 14, 26, 0, 58, 8, 56, 36, 32, 50, 10, 48)),
    // R
    Glyph(
      Stroke(4, 2, 0, 100), Stroke(2, 4, 30, 0, 54, 12, 50, 38, 28, 48, 4, 50),
      Stroke(26, 50, 62, 100)),
    // T
    Glyph(Stroke(0, 2, 76, 0), Stroke(38, 0, 38, 100)),
    // U
    Glyph(Stroke(0, 0, 2, 66, 18, 98, 46, 96, 62, 64, 64, 0)),
    // V
    Glyph(Stroke(0, 0, 34, 100, 34, 100, 68, 0)),
    // W
    Glyph(Stroke(0, 0, 22, 100, 22, 100, 46, 30, 46, 30, 70, 100, 70, 100, 94, 0)),
    Glyph(Stroke(0, 6, 8, 84, 28, 96, 46, 60, 48, 30, 52, 70, 66, 98, 86, 80, 94, 0)),
    // X
    Glyph(Stroke(0, 0, 64, 100), Stroke(64, 0, 0, 100)),
    // Y
    Glyph(Stroke(0, 0, 34, 48), Stroke(68, 0, 34, 48, 34, 48, 34, 100)),
    // J with a bar, S-less
    Glyph(Stroke(6, 0, 70, 0), Stroke(44, 0, 44, 70, 36, 96, 14, 98, 0, 78)),
    // C, wide open
    Glyph(Stroke(70, 12, 46, 0, 12, 20, 4, 60, 26, 98, 60, 98, 78, 84)),
  ]

  private static let smallLetters: [Glyph] = [
    // a with a hat
    Glyph(Stroke(10, 14, 34, 0, 58, 16, 60, 96), Stroke(58, 44, 24, 44, 2, 66, 14, 98, 58, 80)),
    // d
    Glyph(Stroke(52, 54, 30, 42, 6, 58, 6, 88, 30, 100, 52, 78), Stroke(56, 0, 54, 100)),
    // e
    Glyph(Stroke(4, 54, 76, 46, 70, 12, 36, 0, 4, 34, 8, 80, 42, 100, 80, 84)),
    Glyph(Stroke(0, 60, 60, 40, 62, 8, 34, 2, 12, 34, 16, 84, 48, 100, 90, 70)),
    // f
    Glyph(Stroke(64, 12, 46, 0, 28, 12, 26, 50, 24, 100), Stroke(0, 42, 54, 40)),
    // h
    Glyph(Stroke(2, 0, 0, 100), Stroke(1, 64, 22, 42, 44, 48, 48, 70, 48, 100)),
    Glyph(
      Stroke(10, 70, 30, 20, 22, 0, 10, 24, 4, 100, 4, 100, 20, 56, 42, 50, 46, 70, 44, 98, 64, 90)),
    // k
    Glyph(Stroke(2, 0, 0, 100), Stroke(46, 40, 2, 72), Stroke(16, 66, 50, 100)),
    // m
    Glyph(
      Stroke(
        0, 6, 2, 100, 2, 100, 8, 30, 36, 4, 54, 30, 54, 100, 54, 100, 62, 30, 90, 4, 108, 30, 108,
        100)),
    // n
    Glyph(Stroke(0, 4, 2, 100, 2, 100, 12, 30, 46, 2, 72, 30, 72, 100)),
    // p
    Glyph(Stroke(4, 4, 2, 100), Stroke(3, 20, 26, 0, 54, 14, 52, 44, 30, 60, 4, 48)),
    // r
    Glyph(Stroke(0, 4, 2, 100, 2, 100, 8, 34, 34, 4, 62, 10)),
    Glyph(Stroke(0, 10, 14, 0, 26, 20, 28, 98, 28, 98, 32, 40, 54, 6, 84, 16)),
    // t
    Glyph(Stroke(28, 0, 26, 74, 36, 98, 60, 92), Stroke(0, 34, 62, 32)),
    // u
    Glyph(Stroke(0, 0, 2, 70, 24, 98, 60, 80, 70, 0, 70, 0, 72, 98)),
    // w
    Glyph(Stroke(0, 0, 26, 98, 26, 98, 54, 10, 54, 10, 82, 98, 82, 98, 110, 0)),
    // x
    Glyph(Stroke(0, 4, 16, 6, 56, 92, 76, 96), Stroke(74, 2, 2, 98)),
  ]

  private static let greek: [Glyph] = [
    // alpha
    Glyph(Stroke(104, 4, 76, 44, 46, 92, 16, 94, 2, 50, 18, 8, 48, 8, 74, 52, 104, 98)),
    // Gamma
    Glyph(Stroke(0, 100, 2, 0, 2, 0, 62, 1)),
    // Delta
    Glyph(Stroke(44, 0, 0, 98, 0, 98, 88, 98, 88, 98, 44, 0)),
    // epsilon
    Glyph(Stroke(62, 10, 34, 0, 8, 20, 38, 46, 38, 46, 2, 72, 24, 100, 66, 88)),
    // lambda
    Glyph(Stroke(4, 2, 18, 0, 30, 30, 66, 100), Stroke(34, 40, 0, 100)),
    // mu
    Glyph(Stroke(6, 0, 4, 60, 0, 100), Stroke(4, 56, 20, 72, 44, 60, 52, 0, 52, 0, 52, 62, 66, 68)),
    // pi
    Glyph(
      Stroke(0, 14, 20, 0, 104, 2), Stroke(34, 4, 30, 60, 16, 100), Stroke(74, 4, 72, 70, 92, 98)),
    // Sigma
    Glyph(Stroke(66, 2, 2, 0, 2, 0, 42, 48, 42, 48, 0, 98, 0, 98, 70, 98)),
    // phi
    Glyph(Stroke(40, 0, 36, 100), Stroke(40, 24, 10, 30, 4, 60, 30, 76, 64, 64, 70, 36, 40, 24)),
    // psi
    Glyph(Stroke(40, 0, 40, 100), Stroke(0, 8, 6, 48, 40, 64, 72, 46, 80, 6)),
    // omega
    Glyph(Stroke(20, 0, 2, 40, 14, 92, 42, 86, 54, 40, 54, 40, 66, 88, 96, 90, 108, 40, 90, 0)),
    // Omega
    Glyph(Stroke(0, 98, 26, 98, 6, 50, 24, 4, 64, 4, 82, 50, 62, 98, 88, 98)),
  ]
}

// MARK: - Signs

extension Glyph {
  private static let signs: [Glyph] = [
    // +
    Glyph(Stroke(50, 0, 50, 100), Stroke(0, 50, 100, 50)),
    // x
    Glyph(Stroke(0, 0, 100, 100), Stroke(100, 0, 0, 100)),
    // minus, equals
    Glyph(Stroke(0, 0, 100, 1)),
    Glyph(Stroke(0, 0, 100, 0), Stroke(0, 36, 100, 37)),
    Glyph(Stroke(0, 0, 60, 0), Stroke(0, 24, 60, 23), Stroke(0, 48, 60, 48)),
    // divided by
    Glyph(Stroke(50, 10, 50, 14), Stroke(0, 50, 100, 50), Stroke(50, 86, 50, 90)),
    // root
    Glyph(Stroke(0, 60, 14, 50, 34, 100, 34, 100, 60, 0, 60, 0, 130, 0)),
    // parentheses, brackets, braces
    Glyph(Stroke(40, 0, 8, 26, 0, 50, 8, 76, 40, 100)),
    Glyph(Stroke(0, 0, 32, 26, 40, 50, 32, 76, 0, 100)),
    Glyph(Stroke(36, 0, 0, 0, 0, 0, 0, 100, 0, 100, 36, 100)),
    Glyph(Stroke(0, 0, 36, 0, 36, 0, 36, 100, 36, 100, 0, 100)),
    Glyph(Stroke(40, 0, 22, 6, 22, 42, 0, 50, 0, 50, 22, 58, 22, 94, 40, 100)),
    // %
    Glyph(
      Stroke(80, 0, 10, 100), Stroke(16, 6, 2, 18, 14, 34, 30, 20, 16, 6),
      Stroke(74, 66, 60, 80, 72, 96, 88, 82, 74, 66)),
    // #
    Glyph(
      Stroke(30, 0, 22, 100), Stroke(70, 0, 62, 100), Stroke(2, 34, 92, 34), Stroke(0, 66, 90, 66)),
    // ?
    Glyph(Stroke(0, 22, 14, 2, 42, 0, 56, 20, 34, 46, 28, 70), Stroke(27, 92, 27, 96)),
    // *
    Glyph(Stroke(50, 0, 50, 100), Stroke(6, 25, 94, 75), Stroke(94, 25, 6, 75)),
    // < > ~
    Glyph(Stroke(80, 0, 0, 50, 0, 50, 80, 100)),
    Glyph(Stroke(0, 0, 80, 50, 80, 50, 0, 100)),
    Glyph(Stroke(0, 40, 24, 10, 60, 40, 90, 40, 110, 8)),
    // @
    Glyph(
      Stroke(
        66, 40, 46, 30, 30, 52, 44, 72, 64, 58, 68, 32, 72, 66, 92, 64, 96, 30, 60, 0, 14, 12,
        2, 56, 24, 94, 74, 96)),
    // quotation marks, ellipsis, colon
    Glyph(Stroke(0, 0, 0, 40), Stroke(30, 0, 30, 40)),
    Glyph(Stroke(0, 0, 0, 3), Stroke(50, 0, 50, 3), Stroke(100, 0, 100, 3)),
    // at an angle: not equal
    Glyph(Stroke(0, 30, 80, 30), Stroke(0, 70, 80, 70), Stroke(66, 0, 14, 100)),
    // plus-minus
    Glyph(Stroke(40, 0, 40, 72), Stroke(0, 36, 80, 36), Stroke(0, 98, 80, 98)),
  ]
}

// MARK: - Shapes

extension Glyph {
  private static let shapes: [Glyph] = [
    // ticks
    Glyph(Stroke(0, 62, 30, 100, 30, 100, 100, 0)),
    Glyph(Stroke(0, 54, 14, 60, 26, 96, 26, 96, 52, 40, 96, 0)),
    Glyph(Stroke(0, 70, 12, 96, 12, 96, 60, 60, 120, 0)),
    Glyph(Stroke(0, 80, 16, 100, 50, 84, 90, 40, 130, 4)),
    Glyph(Stroke(0, 66, 20, 100, 20, 100, 80, 30, 150, 0)),
    // arrows: right, up, down, left
    Glyph(Stroke(0, 50, 120, 50), Stroke(84, 14, 120, 50, 120, 50, 84, 86)),
    Glyph(Stroke(50, 0, 50, 110), Stroke(14, 36, 50, 0, 50, 0, 86, 36)),
    Glyph(Stroke(50, 0, 50, 110), Stroke(14, 74, 50, 110, 50, 110, 86, 74)),
    Glyph(Stroke(0, 50, 120, 50), Stroke(36, 14, 0, 50, 0, 50, 36, 86)),
    // star in one stroke
    Glyph(Stroke(20, 100, 50, 0, 50, 0, 80, 100, 80, 100, 2, 38, 2, 38, 98, 38, 98, 38, 20, 100)),
    // star's outline
    Glyph(
      Stroke(
        50, 0, 62, 36, 62, 36, 98, 38, 98, 38, 70, 60, 70, 60, 80, 98, 80, 98, 50, 76, 50, 76,
        20, 98, 20, 98, 30, 60, 30, 60, 2, 38, 2, 38, 38, 36, 38, 36, 50, 0)),
    // heart
    Glyph(Stroke(50, 26, 26, 0, 2, 20, 14, 60, 50, 100, 50, 100, 86, 60, 98, 20, 74, 0, 50, 26)),
    // squares and frames
    Glyph(Stroke(0, 0, 100, 0, 100, 0, 100, 100, 100, 100, 0, 100, 0, 100, 0, 0)),
    Glyph(Stroke(0, 0, 160, 0, 160, 0, 160, 100, 160, 100, 0, 100, 0, 100, 0, 0)),
    Glyph(Stroke(0, 0, 100, 0, 100, 0, 100, 100)),
    Glyph(Stroke(0, 0, 0, 100, 0, 100, 100, 100, 100, 100, 100, 0)),
    Glyph(Stroke(0, 100, 0, 0, 0, 0, 100, 0, 100, 0, 100, 100)),
    // square with a cross, window
    Glyph(
      Stroke(0, 0, 100, 0, 100, 0, 100, 100, 100, 100, 0, 100, 0, 100, 0, 0),
      Stroke(0, 0, 100, 100),
      Stroke(100, 0, 0, 100)),
    Glyph(
      Stroke(0, 0, 100, 0, 100, 0, 100, 100, 100, 100, 0, 100, 0, 100, 0, 0),
      Stroke(50, 0, 50, 100),
      Stroke(0, 50, 100, 50)),
    // triangles
    Glyph(Stroke(0, 0, 100, 0, 100, 0, 50, 90, 50, 90, 0, 0)),
    Glyph(Stroke(0, 0, 90, 50, 90, 50, 0, 100, 0, 100, 0, 0)),
    // diamond, wide
    Glyph(Stroke(70, 0, 140, 50, 140, 50, 70, 100, 70, 100, 0, 50, 0, 50, 70, 0)),
    // face
    Glyph(
      Stroke(50, 0, 14, 14, 0, 50, 14, 86, 50, 100, 86, 86, 100, 50, 86, 14, 50, 0),
      Stroke(32, 34, 32, 38), Stroke(68, 34, 68, 38), Stroke(28, 66, 50, 78, 72, 66)),
    // circle with a cross
    Glyph(
      Stroke(50, 0, 14, 14, 0, 50, 14, 86, 50, 100, 86, 86, 100, 50, 86, 14, 50, 0),
      Stroke(50, 0, 50, 100), Stroke(0, 50, 100, 50)),
    // rings
    Glyph(
      Stroke(50, 0, 14, 14, 0, 50, 14, 86, 50, 100, 86, 86, 100, 50, 86, 14, 50, 0),
      Stroke(50, 30, 34, 36, 30, 50, 36, 66, 50, 70, 66, 64, 70, 50, 64, 36, 50, 30)),
    // wide ring
    Glyph(Stroke(100, 0, 30, 14, 0, 50, 30, 86, 100, 100, 170, 86, 200, 50, 170, 14, 100, 0)),
    // house
    Glyph(
      Stroke(0, 44, 50, 0, 50, 0, 100, 44),
      Stroke(10, 36, 10, 100, 10, 100, 90, 100, 90, 100, 90, 36)),
    // zigzag, wave, grating
    Glyph(Stroke(0, 60, 30, 0, 30, 0, 60, 60, 60, 60, 90, 0, 90, 0, 120, 60)),
    Glyph(Stroke(0, 40, 20, 0, 50, 80, 80, 0, 110, 80, 140, 0, 160, 40)),
    Glyph(Stroke(0, 0, 0, 100), Stroke(28, 0, 28, 100), Stroke(56, 0, 56, 100)),
    Glyph(
      Stroke(0, 0, 0, 100), Stroke(26, 0, 26, 100), Stroke(52, 0, 52, 100), Stroke(78, 0, 78, 100)),
    // tally of five
    Glyph(
      Stroke(10, 0, 10, 100), Stroke(34, 0, 34, 100), Stroke(58, 0, 58, 100),
      Stroke(82, 0, 82, 100),
      Stroke(0, 80, 94, 20)),
    // spirals of two turns and more
    Glyph(
      Stroke(
        52, 50, 60, 44, 54, 36, 40, 40, 34, 56, 46, 72, 70, 66, 78, 40, 58, 16, 26, 22, 10, 54,
        28, 92, 74, 94, 98, 60)),
    Glyph(
      Stroke(
        50, 52, 42, 46, 50, 38, 64, 44, 66, 62, 50, 76, 28, 64, 24, 36, 46, 16, 78, 24, 92, 58,
        70, 96, 26, 94, 4, 56)),
    // infinity
    Glyph(
      Stroke(
        100, 50, 60, 4, 20, 6, 0, 50, 20, 94, 60, 96, 100, 50, 140, 4, 180, 6, 200, 50, 180, 94,
        140,
        96, 100, 50)),
    // T lying on its side, corners of a form
    Glyph(Stroke(0, 50, 90, 50), Stroke(90, 0, 90, 100)),
    Glyph(Stroke(0, 0, 0, 100), Stroke(0, 50, 90, 50)),
    Glyph(Stroke(0, 98, 80, 98), Stroke(40, 0, 40, 98)),
  ]
}
