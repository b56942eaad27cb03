// `FileError`, which is in the signatures of this library, is reachable from it.
@_exported public import RecognizerFileIO
