import Glibc
/// TEMPORARY
enum Tune {
  static let values: [String: Double] = {
    guard let text = getenv("TUNE").map({ String(cString: $0) }) else { return [:] }
    var v: [String: Double] = [:]
    for part in text.split(separator: ",") {
      let kv = part.split(separator: "=")
      v[String(kv[0])] = Double(kv[1])!
    }
    return v
  }()
}
func tune(_ name: String, _ value: Double) -> Double { Tune.values[name] ?? value }
