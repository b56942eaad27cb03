extension Augmentation {
  /// Small affine changes: for the best accuracy on pictures like those trained on.
  ///
  /// About what published MNIST recipes use (turns of 15 to 20 degrees, scales within 15 %,
  /// shifts of a tenth of the side). A picture's shift stays at 2 pixels because MNIST puts the
  /// centre of mass within a pixel of the middle; one picture in ten is left sharp, as
  /// interpolation blurs what the network will later see unblurred.
  public static func standard(width: Int = 28, height: Int = 28, seed: UInt64) -> Augmentation {
    var augmentation = Augmentation(width: width, height: height, seed: seed)
    augmentation.probability = 0.9
    augmentation.rotation = -12...12
    augmentation.scale = 0.85...1.1
    augmentation.shear = -0.2...0.2
    augmentation.translation = -2...2
    return augmentation
  }

  /// Wide changes of shape, stroke and tone: for other people's pens, papers and cameras.
  public static func strong(width: Int = 28, height: Int = 28, seed: UInt64) -> Augmentation {
    var augmentation = standard(width: width, height: height, seed: seed)
    augmentation.rotation = -18...18
    augmentation.scale = 0.7...1.15
    augmentation.shear = -0.3...0.3
    augmentation.translation = -3...3
    augmentation.elasticity = 0...1.5
    augmentation.strokeWidth = -0.5...1
    augmentation.degradationProbability = 0.25
    augmentation.blur = 0...0.8
    augmentation.contrast = 0.6...1.6
    augmentation.noise = 0...24
    return augmentation
  }
}
