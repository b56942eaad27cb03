/// One picture of the article.
struct Figure {
  /// The file's name.
  let name: String
  let bytes: [UInt8]
  /// What it shows in numbers, for the words below it.
  let summary: String
}
