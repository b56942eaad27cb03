package import RecognizerFileIO

/// The PNG files of a folder with a class each.
///
/// Either every class has a sub-folder, whose name is the class, or all files lie side by side
/// and a name ends in its class: `photo_7.png`. The pictures themselves are not read.
package struct PictureFolder: Hashable, Sendable {
  /// One picture.
  package struct Entry: Hashable, Sendable {
    /// The PNG file.
    package let path: String
    /// Its class, an index into `classNames`.
    package let label: UInt8
  }

  /// The pictures, by class name and then by file name.
  package let entries: [Entry]
  /// The name of each class, sorted; all ten digits when every name is a digit, so that a label
  /// is its digit even where some digits are absent.
  package let classNames: [String]
  /// Files that were skipped because their names do not end in `.png`.
  package let ignored: [String]

  /// Looks through the folder at `directory`.
  ///
  /// Hidden files are skipped; `.PNG` counts as `.png`.
  ///
  /// - Throws: `FileError` when there are no pictures, a sub-folder has none, both layouts are
  ///   mixed, a name has no class, or there are more than 256 classes.
  package init(scanning directory: String) throws(FileError) {
    try self.init(directory, names: try Folder.entries(of: directory))
  }

  /// Looks through the folder at `directory`, whose entries are `names`.
  init(_ directory: String, names: [String]) throws(FileError) {
    let top = Listing(directory, names: names)
    let named: [(name: String, path: String)]
    var ignored = top.others
    if top.folders.isEmpty {
      named = try PictureFolder.byFileName(top)
    } else if top.pictures.isEmpty {
      named = try PictureFolder.bySubfolder(top, &ignored)
    } else {
      throw FileError(
        .corrupt, path: directory,
        found: "\(top.pictures.count) PNG files beside \(top.folders.count) sub-folders",
        remedy: "use either a sub-folder for each class or file names that end in _CLASS.png")
    }
    guard !named.isEmpty else {
      throw FileError(
        .missing, path: directory, found: "no PNG files",
        remedy: "put PNG files into a sub-folder for each class, or name them ..._CLASS.png")
    }
    let classNames = PictureFolder.classNames(Set(named.map(\.name)))
    guard classNames.count <= 256 else {
      throw FileError(
        .corrupt, path: directory, found: "\(classNames.count) classes",
        remedy: "use at most 256 classes")
    }
    let labels = Dictionary(
      uniqueKeysWithValues: classNames.enumerated().map { ($1, UInt8($0)) })
    entries = named.map { Entry(path: $0.path, label: labels[$0.name]!) }
      .sorted { ($0.label, $0.path) < ($1.label, $1.path) }
    self.classNames = classNames
    self.ignored = ignored
  }

  // MARK: - Implementation

  /// A folder's own entries by kind.
  private struct Listing {
    let path: String
    var folders: [String] = []
    var pictures: [String] = []
    var others: [String] = []

    init(_ path: String, names: [String]) {
      self.path = path
      for name in names {
        let entry = Folder.join(path, name)
        if Folder.isFolder(entry) {
          folders.append(name)
        } else if name.lowercased().hasSuffix(".png") {
          pictures.append(name)
        } else {
          others.append(entry)
        }
      }
    }
  }

  private static func bySubfolder(
    _ top: Listing, _ ignored: inout [String]
  ) throws(FileError) -> [(name: String, path: String)] {
    var named: [(name: String, path: String)] = []
    for name in top.folders {
      let path = Folder.join(top.path, name)
      let listing = Listing(path, names: try Folder.entries(of: path))
      guard !listing.pictures.isEmpty else {
        throw FileError(
          .missing, path: listing.path, found: "no PNG files for class \(name)",
          remedy: "add some or remove the sub-folder")
      }
      ignored += listing.others
      named += listing.pictures.map { (name, Folder.join(listing.path, $0)) }
    }
    return named
  }

  private static func byFileName(
    _ top: Listing
  ) throws(FileError) -> [(name: String, path: String)] {
    var named: [(name: String, path: String)] = []
    for picture in top.pictures {
      let path = Folder.join(top.path, picture)
      let stem = picture.dropLast(4)
      guard let underscore = stem.lastIndex(of: "_"), stem.index(after: underscore) < stem.endIndex
      else {
        throw FileError(
          .corrupt, path: path, found: "no class in the name",
          remedy:
            "name it ..._CLASS.png, for example \(stem)_7.png, or use a sub-folder for each class")
      }
      named.append((String(stem[stem.index(after: underscore)...]), path))
    }
    return named
  }

  private static func classNames(_ names: Set<String>) -> [String] {
    let digits = (0...9).map(String.init)
    return names.isSubset(of: digits) ? digits : names.sorted()
  }
}
