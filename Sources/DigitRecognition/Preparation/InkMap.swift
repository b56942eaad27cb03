package import DigitData

/// The amount of ink in each pixel of an image, with the background, polarity and threshold found.
///
/// Three kinds of image need three methods. Where the background is one exact grey (a drawing
/// program, a data set), ink is simply the distance from that grey, so the faintest edge pixel
/// stays and a digit keeps its exact size. Where the background is even but noisy (a scan), Otsu's
/// threshold (1979) finds the ink. Where light falls unevenly (a photograph), a threshold relative
/// to the surroundings does. Grey edges survive in all three.
package struct InkMap: Hashable, Sendable {
  /// The kind of background behind the ink.
  package enum Background: Hashable, Sendable {
    /// One exact grey.
    case clean
    /// One grey with noise.
    case even
    /// Shadows, or light from one side.
    case uneven
  }

  /// Columns.
  package let width: Int
  /// Rows.
  package let height: Int
  /// `width * height` amounts of ink, 0 none to 255 full, row-major.
  package let ink: [UInt8]
  /// Which pixels were taken to be ink; never `auto`.
  package let polarity: Polarity
  /// The kind of background behind the ink.
  package let background: Background
  /// Grey levels between the ink and the background.
  package let contrast: Int

  /// Ink that differs from an exact background by fewer grey levels is not seen.
  ///
  /// A pencil's faintest line on white paper differs by some 30; screens and converters leave
  /// differences of 1 to 3.
  static let leastContrast = 8

  /// The ink of `image`, or nil when there is none: one flat grey, or nothing that stands out.
  package init?(_ image: GrayImage, polarity: Polarity = .auto) {
    let histogram = GrayHistogram(image.pixels)
    guard let threshold = histogram.otsuThreshold() else { return nil }
    let border = GrayHistogram(borderOf: image)
    let found: Polarity
    switch polarity {
    case .auto: found = Self.polarity(of: image, border: border, threshold: threshold)
    case .darkOnLight, .lightOnDark: found = polarity
    }
    let levels = GrayLevels(histogram: histogram, threshold: threshold, polarity: found)
    let result: (ink: [UInt8], background: Background, contrast: Int)
    if levels.isBackgroundExact, levels.hasUnevenBorder(image),
      let evened = InkMask(evened: image, polarity: found)
    {
      // A shadow on paper that is flat elsewhere.
      result = (evened.ink(), evened.background, evened.contrast)
    } else if levels.isBackgroundExact {
      guard levels.peak >= Self.leastContrast else { return nil }
      result = (levels.exactInk(image.pixels), .clean, levels.peak)
    } else {
      let mask: InkMask
      guard !levels.isNoise(image) else { return nil }
      if !levels.hasUnevenBorder(image), let even = InkMask(even: image, levels: levels) {
        mask = even
      } else if let evened = InkMask(evened: image, polarity: found) {
        mask = evened
      } else if let local = InkMask(uneven: image, polarity: found) {
        mask = local
      } else if let even = InkMask(even: image, levels: levels), even.share < 0.45,
        even.hasEdges(in: image)
      {
        mask = even
      } else {
        return nil
      }
      result = (mask.ink(), mask.background, mask.contrast)
    }
    width = image.width
    height = image.height
    self.polarity = found
    (ink, background, contrast) = result
  }

  // MARK: - Implementation

  /// The polarity that the border speaks against.
  static func unlikelyPolarity(of image: GrayImage) -> Polarity {
    guard let threshold = GrayHistogram(image.pixels).otsuThreshold() else { return .darkOnLight }
    let likely = polarity(
      of: image, border: GrayHistogram(borderOf: image), threshold: threshold)
    return likely == .darkOnLight ? .lightOnDark : .darkOnLight
  }

  /// Most of the border is background.
  ///
  /// If the border shows both sides of the threshold (light from one side), ink is rare: it is
  /// the side with the long tail of differences from the surroundings.
  private static func polarity(
    of image: GrayImage, border: GrayHistogram, threshold: Int
  ) -> Polarity {
    let dark = border.count(0...threshold)
    if dark * 10 <= border.total * 3 { return .darkOnLight }
    if dark * 10 >= border.total * 7 { return .lightOnDark }
    let radius = max(7, min(image.width, image.height) / 4)
    let mean = LocalMean(width: image.width, height: image.height) { Int(image.pixels[$0]) }
    var skew = 0.0
    for y in 0..<image.height {
      for x in 0..<image.width {
        let (sum, count) = mean.sum(x: x, y: y, radius: radius)
        let difference = Double(image[x, y]) - Double(sum) / Double(count)
        skew += difference * difference * difference
      }
    }
    return skew < 0 ? .darkOnLight : .lightOnDark
  }
}

/// Which pixels are ink: the dark ones or the light ones.
public enum Polarity: String, Hashable, Sendable, CaseIterable {
  /// Found from the image: most of its border is background.
  case auto
  /// Dark ink on a light background, as on paper.
  case darkOnLight = "dark-on-light"
  /// Light ink on a dark background, as in MNIST.
  case lightOnDark = "light-on-dark"
}
