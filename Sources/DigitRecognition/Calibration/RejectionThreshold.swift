/// The confidence below which an answer is withheld.
public enum RejectionThreshold {
  /// The confidence that all but a share of held-out answers reach.
  ///
  /// The share is what withholding costs on good data: with one answer in a thousand withheld,
  /// most of what is lost would have been wrong. A threshold by the error among the accepted
  /// would rest on a handful of mistakes, since a good model makes few.
  ///
  /// - Parameter confidences: the best class's calibrated probability of each held-out sample.
  /// - Returns: a threshold in 0...1; 0 when there are too few samples to tell.
  public static func fit(confidences: [Float], withholding share: Double = 0.001) -> Float {
    let sorted = confidences.sorted()
    let withheld = Int(Double(sorted.count) * share)
    return withheld == 0 ? 0 : sorted[withheld]
  }
}
