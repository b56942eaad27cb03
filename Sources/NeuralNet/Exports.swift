// `FileError` and `Activation` are in the signatures of this library and reachable from it.
@_exported public import RecognizerFileIO
@_exported public import RecognizerKernelInterface
