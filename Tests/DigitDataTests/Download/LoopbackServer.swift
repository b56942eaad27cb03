import Foundation
import RecognizerFileIO

/// A real HTTP server on the loopback address, run by Python, with good and bad behaviour.
///
/// The first component of an address says how it behaves; the rest names a file of the folder:
/// `good` serves it; `range` serves it and continues broken-off transfers; `html` answers every
/// request with a page; `cut` serves half of it as if it were whole; `break` promises all, sends
/// half and hangs up; `silent` accepts and says nothing; `trickle` sends ten bytes and says no
/// more; `moved` redirects to `good`; anything else is not found.
final class LoopbackServer {
  let port: Int
  private let process: Process
  /// Open as long as this process lives, so that a server never outlives a test that crashed.
  private let lifeline = Pipe()

  static let isAvailable: Bool =
    (try? Subprocess.run("python3", ["-c", "import http.server"]))?.exitCode == 0
    && (try? Subprocess.run("curl", ["--version"]))?.exitCode == 0

  init(serving folder: String) throws {
    process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", "-u", "-c", LoopbackServer.program, folder]
    let pipe = Pipe()
    process.standardInput = lifeline
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    try process.run()
    let line = String(decoding: pipe.fileHandleForReading.availableData, as: UTF8.self)
    guard let port = Int(line.trimmingCharacters(in: .whitespacesAndNewlines)) else {
      throw FileError(.missing, path: "python3", found: "no port: \(line)", remedy: "look why")
    }
    self.port = port
  }

  deinit {
    // Not a gentler signal: the test's thread may have blocked those, and children inherit that.
    kill(process.processIdentifier, SIGKILL)
  }

  func mirror(_ behaviour: String) -> String { "http://127.0.0.1:\(port)/\(behaviour)" }

  private static let program = """
    import http.server, os, sys, threading, time

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            _, behaviour, name = self.path.split("/", 2)
            page = b"<!DOCTYPE html><html><body>Moved to a portal</body></html>"
            if behaviour == "silent":
                time.sleep(30)
            elif behaviour == "html":
                self.answer(200, page)
            elif behaviour == "moved":
                self.answer(302, b"", {"Location": "/good/" + name})
            elif behaviour in ("good", "range", "cut", "break", "trickle"):
                self.file(behaviour, open(os.path.join(sys.argv[1], name), "rb").read())
            else:
                self.answer(404, page)

        def file(self, behaviour, body):
            asked = self.headers.get("Range")
            if behaviour == "range" and asked:
                start = int(asked[6:].split("-")[0])
                extent = "bytes %d-%d/%d" % (start, len(body) - 1, len(body))
                self.answer(206, body[start:], {"Content-Range": extent})
            elif behaviour == "cut":
                self.answer(200, body[:len(body) // 2])
            elif behaviour == "break":
                self.answer(200, body[:len(body) // 2], {}, len(body))
                self.close_connection = True
            elif behaviour == "trickle":
                self.answer(200, body[:10], {}, len(body))
                self.wfile.flush()
                time.sleep(30)
            else:
                self.answer(200, body)

        def answer(self, status, body, headers={}, length=None):
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body) if length is None else length))
            self.end_headers()
            self.wfile.write(body)

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
    print(server.server_port)
    server.serve_forever()
    """
}
