/// One picture of the article.
struct Figure {
  /// The file's name.
  let name: String
  let bytes: [UInt8]
  /// The figure's numbers, for its caption.
  let summary: String
}
