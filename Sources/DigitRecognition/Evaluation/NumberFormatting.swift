#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// `value` with so many decimal places, for people and for short JSON.
package func rounded(_ value: Double, places: Int) -> Double {
  let factor = pow(10, Double(places))
  return (value * factor).rounded() / factor
}

/// `value` with exactly so many decimal places.
package func fixed(_ value: Double, places: Int) -> String {
  // A diverging run has losses that no whole number holds.
  guard abs(value) < 1e12 else { return "\(value)" }
  let scaled = Int((abs(value) * pow(10, Double(places))).rounded())
  let digits = String(scaled)
  let padded = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
  let sign = value < 0 && scaled != 0 ? "-" : ""
  return places == 0 ? sign + padded : "\(sign)\(padded.dropLast(places)).\(padded.suffix(places))"
}

/// `values` side by side, each with exactly so many decimal places.
package func fixed(_ values: [Float], places: Int) -> String {
  values.map { fixed(Double($0), places: places) }.joined(separator: " ")
}

/// `value` as a digit, one decimal place and a power of ten, for numbers of any size.
package func scientific(_ value: Double) -> String {
  guard value.isFinite, value != 0 else { return "\(value)" }
  var exponent = Int(log10(abs(value)).rounded(.down))
  var mantissa = rounded(value / pow(10, Double(exponent)), places: 1)
  if abs(mantissa) >= 10 { (mantissa, exponent) = (mantissa / 10, exponent + 1) }
  return "\(fixed(mantissa, places: 1))e\(exponent)"
}

/// A share as a percentage.
package func percent(_ share: Double, places: Int = 2) -> String {
  "\(fixed(share * 100, places: places)) %"
}

/// The natural logarithm.
func logarithm(_ value: Double) -> Double { log(value) }
