"""The conformance suite against both job lists of a code, and against a server that conforms to nothing."""
import http.server
import subprocess
import sys
import threading
import unittest
from pathlib import Path

from server import PATIENCE, ServerTest

HERE = Path(__file__).resolve().parent


def conformance(url, *kinds):
    return subprocess.run([sys.executable, "-B", "-m", "conformance", url, *kinds], cwd=HERE, capture_output=True, text=True,
                          timeout=4 * PATIENCE)


class Conformance(ServerTest):
    def test_both_lists_conform(self):
        for path in ("/selftest/async", "/rest/selftest"):
            run = conformance(self.server.url + path, "--quick", "text=conformance", "--long", "seconds=600",
                              "--failing", "exit_code=4")
            self.assertEqual(run.returncode, 0, run.stdout + run.stderr)
            self.assertIn(" passed, 0 failed", run.stdout)

    def test_the_suite_can_fail(self):
        class Yes(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(200)
                self.send_header("Content-Length", "0")
                self.end_headers()
            do_POST = do_DELETE = do_HEAD = do_GET

            def log_message(self, *_):
                pass
        other = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Yes)
        threading.Thread(target=other.serve_forever, daemon=True).start()
        self.addCleanup(other.server_close)
        self.addCleanup(other.shutdown)
        run = conformance(f"http://127.0.0.1:{other.server_address[1]}/async")
        self.assertEqual(run.returncode, 1)
        failed = int(run.stdout.splitlines()[-1].split(" passed, ")[1].split()[0])
        self.assertGreater(failed, 40, run.stdout)


if __name__ == "__main__":
    unittest.main()
