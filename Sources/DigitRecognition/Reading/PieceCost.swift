#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The cost of taking a piece for a digit or for a mark.
struct PieceCost {
  /// The height of the line's digits.
  let height: Double

  /// The cost as its best digit.
  func digit(_ piece: Piece) -> Double {
    shape(piece) - log(max(Double(piece.score.digits[piece.score.best]), 1e-4))
  }

  /// The cost as a digit, whichever it is: how unlike one it looks, and how oddly it lies.
  ///
  /// The weights were chosen on synthetic lines from the end of MNIST's training set.
  func shape(_ piece: Piece) -> Double {
    let tall = Double(piece.box.height) / height
    let wide = Double(piece.box.width) / height
    var cost = -log(probabilityOfDigit(piece))
    if tall < 0.65 { cost += 5 * (0.65 - tall) }
    if tall < 0.35 { cost += 4 }
    if tall > 1.35 { cost += 3 * (tall - 1.35) }
    // A 2 may end in a long tail; what was cut or put together has no such excuse.
    let (widest, weight) = piece.isBlob ? (1.15, 2.0) : (1.0, 5.0)
    if wide > widest { cost += weight * (wide - widest) }
    cost += cutCost(piece)
    if piece.cuts > 0, wide < 0.15 { cost += 1.5 }
    if piece.blobs > 1 { cost += 0.15 * Double(piece.blobs - 1) + 3 * piece.gap / height }
    return cost
  }

  /// The cost of the cuts at its ends: of their number, and of the ink that they cross.
  private func cutCost(_ piece: Piece) -> Double {
    0.05 * Double(piece.cuts) + 0.8 * piece.cutInk / height
  }

  /// The cost as a mark or a blot; `nil` for what cannot be one.
  func mark(_ piece: Piece) -> Double? {
    let tall = Double(piece.box.height) / height
    let wide = Double(piece.box.width) / height
    // A slash that touches a digit.
    if piece.blobs == 1, piece.cuts > 0, tall > 1.4, tall > 1.5 * wide {
      return 1.5 + cutCost(piece)
    }
    guard piece.isBlob else { return nil }
    if tall < LineFinder.leastShare { return 0.25 + max(0, 3 * (tall - 0.25)) }
    let unlike = Double(piece.score.notADigit) + 0.1 * Double(piece.score.severalDigits)
    return 5 - log(max(unlike, 1e-3)) + max(0, 6 * (wide - 1.3))
  }

  /// Ink that stands alone is far more often one digit than a piece of a lattice is: these are the
  /// odds between them.
  private static let oddsOfBlob = 10.0
  /// Several digits that pass for one are worse than a blot that does.
  private static let weightOfSeveral = 3.0

  /// The probability of each digit, 0 to 9, given that the piece was rightly cut out.
  ///
  /// What is one piece to a good reader is as often one digit as ink that stands alone.
  func digits(_ piece: Piece) -> [Float] {
    let digit = Float(Self.oddsOfBlob) * piece.score.isDigit
    let share = digit / max(digit + piece.score.notADigit + piece.score.severalDigits, 1e-6)
    return piece.score.digits.map { $0 * share }
  }

  private func probabilityOfDigit(_ piece: Piece) -> Double {
    let share = Double(min(max(piece.score.isDigit, 1e-4), 0.9999))
    guard piece.isBlob else { return share }
    let digit = Self.oddsOfBlob * share
    let several = Self.weightOfSeveral * Double(piece.score.severalDigits)
    return digit / (digit + several + Double(piece.score.notADigit))
  }
}
