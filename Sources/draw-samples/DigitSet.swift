package import DigitData
import DigitDrawing
import RecognizerRandomNumbers

/// A small data set in MNIST's format and look, for training and tests without a download.
package enum DigitSet {
  /// The number of pictures in a split, a multiple of ten.
  package static func count(_ split: Split) -> Int { split == .train ? 2000 : 500 }

  /// The picture at `index` of `split`, whose digit is the index's last one.
  ///
  /// Each picture has a seed of its own, so that one can be drawn without those before it.
  package static func image(_ index: Int, of split: Split) -> GrayImage {
    let set: UInt64 = split == .train ? 1 : 2
    var generator = SplitMix64(seed: set << 32 | UInt64(index))
    return DigitDrawing(digit: index % 10, using: &generator).drawAsMNIST()
  }

  /// The folder below the data folder.
  package static let folder = "digits"

  static func images(of split: Split) -> [UInt8] {
    let pixels = (0..<count(split)).flatMap { image($0, of: split).pixels }
    return Gzip.compressed(IDXFile(imagesOf: pixels, width: 28, height: 28).serialized())
  }

  static func labels(of split: Split) -> [UInt8] {
    let labels = (0..<count(split)).map { UInt8($0 % 10) }
    return Gzip.compressed(IDXFile(labels: labels).serialized())
  }
}

extension SampleFile {
  static let digitSet: [SampleFile] = [(Split.train, "train"), (.test, "t10k")].flatMap {
    (split, name) in
    [
      SampleFile(path: "\(DigitSet.folder)/\(name)-images-idx3-ubyte.gz") {
        DigitSet.images(of: split)
      },
      SampleFile(path: "\(DigitSet.folder)/\(name)-labels-idx1-ubyte.gz") {
        DigitSet.labels(of: split)
      },
    ]
  }
}
