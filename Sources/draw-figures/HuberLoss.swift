/// Huber's loss of a single difference: squares near zero, straight lines beyond `delta`.
///
/// Huber 1964, "Robust Estimation of a Location Parameter".
struct HuberLoss {
  let delta: Double

  func value(_ difference: Double) -> Double {
    let distance = abs(difference)
    return distance <= delta
      ? difference * difference / 2 : delta * (distance - delta / 2)
  }

  func gradient(_ difference: Double) -> Double { min(max(difference, -delta), delta) }
}
