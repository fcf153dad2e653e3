"""Signing in with a certified OpenID provider, and its tokens: skips where npm's packages of the tests are not installed."""
import base64
import html
import http.cookiejar
import json
import os
import re
import shutil
import socket
import subprocess
import tempfile
import unittest
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

from server import Server

PACKAGES = Path(os.environ.get("VESPA_NPM_TESTS", Path(__file__).resolve().parents[3] / "build" / "npm" / "tests"))
SECRET = "a secret of the tests"
RESOURCE = "https://vespa.example.org"


def free_port():

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Browser:
    """Follows redirects, keeps cookies."""

    def __init__(self):
        self.jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))

    def open(self, url, form=None, headers=None):
        data = urllib.parse.urlencode(form).encode() if form is not None else None
        request = urllib.request.Request(url, data, {"Accept": "text/html", **(headers or {})})
        try:
            answer = self.opener.open(request, timeout=60)
        except urllib.error.HTTPError as refused:
            answer = refused
        return answer.status, answer.geturl(), answer.read().decode()


@unittest.skipUnless(shutil.which("node") and (PACKAGES / "node_modules" / "oidc-provider").is_dir(),
                     "oidc-provider is not installed: run scripts/install-npm tests")
class OpenId(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        port = free_port()
        cls.callback = f"http://127.0.0.1:{port}/sign-in/idp/callback"
        cls.provider = subprocess.Popen(["node", Path(__file__).with_name("openid_provider.mjs"), PACKAGES, cls.callback],
                                        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        cls.addClassCleanup(cls.end_provider)
        cls.issuer = cls.provider.stdout.readline().strip()
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        secret = Path(folder.name) / "secret"
        secret.touch(0o600)
        secret.write_text(SECRET + "\n")
        file = Path(folder.name) / "server.toml"
        file.write_text(f"""[access]
[[access.provider]]
name = "idp"
title = "The provider of the tests"
issuer = "{cls.issuer}"
client-id = "vespa"
client-secret-file = "secret"
scopes = ["openid", "profile", "eduperson_entitlement"]
audiences = ["{RESOURCE}"]
group-namespace = "urn:geant:example.org"
group-authorities = ["aai.example.org"]
introspection = true
[access.codes.selftest]
groups = ["vespa"]
""")
        cls.server = Server("--config", str(file), "--listen", f"127.0.0.1:{port}")
        cls.addClassCleanup(cls.server.end)

    @classmethod
    def end_provider(cls):
        cls.provider.terminate()
        cls.provider.wait()
        cls.provider.stdout.close()

    def form_of(self, page, **typed):
        action = html.unescape(re.search(r'<form[^>]*action="([^"]+)"', page)[1])
        hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))
        return action, {**hidden, **typed}

    def sign_in(self, name, browser=None):
        browser = browser or Browser()
        status, url, page = browser.open(self.server.url + "/sign-in/idp?return=/account")
        self.assertEqual(status, 200, page[:300])
        action, form = self.form_of(page, login=name, password="x")
        status, url, page = browser.open(urllib.parse.urljoin(url, action), form)
        if "callback" not in url and "/account" not in url:
            action, form = self.form_of(page)
            status, url, page = browser.open(urllib.parse.urljoin(url, action), form)
        return browser, status, url, page

    def token(self, **more):
        basic = base64.b64encode(f"vespa:{urllib.parse.quote_plus(SECRET)}".encode()).decode()
        request = urllib.request.Request(self.issuer + "/token", urllib.parse.urlencode(
            {"grant_type": "client_credentials", **more}).encode(), {"Authorization": "Basic " + basic})
        return json.loads(urllib.request.urlopen(request, timeout=60).read())["access_token"]

    def ask(self, token, path="/account"):
        return self.server.request("GET", path, headers={"Authorization": "Bearer " + token})

    def test_signs_in_and_out_and_makes_a_token(self):
        browser, status, url, page = self.sign_in("ada")
        self.assertEqual((status, url), (200, self.server.url + "/account"), page[:500])
        self.assertIn("Ada Lovelace", page)
        self.assertIn("idp/ada", page)
        self.assertIn("vespa", page)
        ours = {"Origin": self.server.url}
        status, _, page = browser.open(self.server.url + "/account/tokens", {"LABEL": "pyvo"}, ours)
        self.assertEqual(status, 201)
        made = re.search(r"vespa_[A-Za-z0-9_-]{43}", page)[0]
        account = self.server.request("GET", "/account", headers={
            "Authorization": "Basic " + base64.b64encode(f"idp/ada:{made}".encode()).decode()})
        self.assertEqual(json.loads(account.body)["groups"], ["vespa"])
        self.assertEqual(self.ask(made, "/rest/selftest").status, 200)
        self.assertEqual(browser.open(self.server.url + "/sign-out", {}, ours)[0], 200)
        self.assertEqual(browser.open(self.server.url + "/account")[0], 401)

    def test_another_group_does_not_use_the_code(self):
        browser, status, url, page = self.sign_in("bob")
        self.assertEqual((status, url), (200, self.server.url + "/account"), page[:500])
        self.assertEqual(browser.open(self.server.url + "/rest/selftest")[0], 403)

    def test_a_callback_that_nobody_asked_for_is_refused(self):
        for query in ("", "?state=x&code=y", "?code=y"):
            self.assertEqual(Browser().open(self.server.url + "/sign-in/idp/callback" + query)[0], 400)
        self.assertEqual(Browser().open(self.server.url + "/sign-in/nobody")[0], 404)

    def test_a_callback_of_another_browser_is_refused(self):
        class Halt(urllib.request.HTTPRedirectHandler):
            def redirect_request(self, request, file, code, message, headers, url):
                if "/sign-in/idp/callback" in url:
                    raise urllib.error.HTTPError(url, 418, url, headers, file)
                return super().redirect_request(request, file, code, message, headers, url)
        victim = Browser()
        victim.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(victim.jar), Halt())
        _, status, url, _ = self.sign_in("bob", victim)
        self.assertEqual(status, 418)
        self.assertEqual(Browser().open(url)[0], 400)

    def test_signed_access_tokens_are_verified(self):
        token = self.token(resource=RESOURCE)
        self.assertEqual(token.count("."), 2)
        answer = self.ask(token)
        self.assertEqual(answer.status, 200, answer.text)
        self.assertEqual(json.loads(answer.body)["owner"], "idp/vespa")
        head, claims, signature = token.split(".")
        forged = json.loads(base64.urlsafe_b64decode(claims + "=="))
        forged["sub"] = "ada"
        body = base64.urlsafe_b64encode(json.dumps(forged).encode()).rstrip(b"=").decode()
        refused = self.ask(f"{head}.{body}.{signature}")
        self.assertEqual(refused.status, 401)
        self.assertIn("invalid_token", " ".join(refused.headers.get_all("WWW-Authenticate")))

    def test_opaque_access_tokens_are_introspected(self):
        token = self.token()
        self.assertNotIn(".", token)
        answer = self.ask(token)
        self.assertEqual(answer.status, 200, answer.text)
        self.assertEqual(self.ask(token[:-1] + ("a" if token[-1] != "a" else "b")).status, 401)


if __name__ == "__main__":
    unittest.main()
