"""Who may do what: tokens, sessions, ownership, roles, groups, quotas, the audit log and the accounts."""
import base64
import hashlib
import json
import signal
import tempfile
import unittest
from pathlib import Path

from server import PATIENCE, Server

TOKENS = {name: f"{name}-{'0' * 40}" for name in ("ada", "bob", "olga", "root")}
AUDIT = "audit.jsonl"


def configuration(extra=""):
    users = "".join(f'[[access.user]]\nname = "{name}"\ngroups = {json.dumps(["vespa"] if name == "ada" else [])}\n'
                    f'token-sha256 = "{hashlib.sha256(token.encode()).hexdigest()}"\n' for name, token in TOKENS.items())
    return f'[access]\nadmins = ["root"]\noperators = ["olga"]\naudit-log = "{AUDIT}"\n{extra}\n{users}'


def bearer(name):
    return {"Authorization": "Bearer " + TOKENS[name]} if name else {}


def basic(user, token):
    return {"Authorization": "Basic " + base64.b64encode(f"{user}:{token}".encode()).decode()}


class AccessTest(unittest.TestCase):
    extra = ""

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.folder.cleanup)
        file = Path(cls.folder.name) / "server.toml"
        file.write_text(configuration(cls.extra))
        cls.server = Server("--config", str(file))
        cls.addClassCleanup(cls.end)

    @classmethod
    def end(cls):
        for job in cls.server.request("GET", "/rest/selftest", headers=bearer("root")).xml:
            cls.server.request("DELETE", f"/rest/selftest/{job.get('id')}", headers=bearer("root"))
        cls.server.end()

    def ask(self, who, method, path, body=None, status=None):
        answer = self.server.request(method, path, body, bearer(who))
        if status is not None:
            self.assertEqual(answer.status, status, f"{who} {method} {path}: {answer.text[:300]}")
        return answer

    def job_of(self, who, **form):
        return self.ask(who, "POST", "/rest/selftest", form, 303).headers["Location"]

    def phase(self, who, url, wanted):
        self.server.until(lambda: self.ask(who, "GET", url + "/phase").text == wanted, f"{url} to be {wanted}")


class Credentials(AccessTest):
    def test_basic_and_bearer_tell_who_it_is(self):
        for headers in (bearer("ada"), basic("ada", TOKENS["ada"]), basic("token", TOKENS["ada"])):
            answer = self.server.request("GET", "/account", headers=headers)
            self.assertEqual((answer.status, json.loads(answer.body)["owner"]), (200, "ada"))
            self.assertEqual(answer.headers["X-VO-Authenticated"], "ada")

    def test_anonymous_over_basic_is_a_guest(self):
        answer = self.server.request("GET", "/rest/selftest", headers=basic("anonymous", "anonymous"))
        self.assertEqual((answer.status, answer.headers["X-VO-Authenticated"]), (200, None))

    def test_wrong_credentials_are_challenged(self):
        for headers in (basic("bob", TOKENS["ada"]), basic("ada", "x"), {"Authorization": "Bearer x"},
                        {"Authorization": "Digest x"}, {"Authorization": "Basic ?"}):
            answer = self.server.request("GET", "/rest/selftest", headers=headers)
            self.assertEqual(answer.status, 401, headers)
            self.assertIn("Basic", " ".join(answer.headers.get_all("WWW-Authenticate")))
            self.assertIn("Bearer", " ".join(answer.headers.get_all("WWW-Authenticate")))

    def test_capabilities_say_that_one_may_sign_in(self):
        for path in ("/capabilities", "/selftest/capabilities"):
            guest, ada = (self.ask(who, "GET", path, status=200) for who in (None, "ada"))
            self.assertEqual(len(guest.headers.get_all("WWW-Authenticate")), 2)
            self.assertIsNone(ada.headers["WWW-Authenticate"])
            self.assertEqual((guest.headers["X-VO-Authenticated"], ada.headers["X-VO-Authenticated"]), (None, "ada"))

    def test_personal_tokens_live_and_die(self):
        made = json.loads(self.ask("bob", "POST", "/account/tokens", {"LABEL": "TOPCAT", "DAYS": "2"}, 201).body)
        mine = basic("bob", made["token"])
        self.assertEqual(self.server.request("GET", "/account", headers=mine).status, 200)
        more = self.server.request("POST", "/account/tokens", {"LABEL": "another"}, mine)
        self.assertEqual(more.status, 403)
        self.assertEqual([t["id"] for t in json.loads(self.ask("bob", "GET", "/account/tokens").body)], [made["id"]])
        self.ask("ada", "DELETE", "/account/tokens/" + made["id"], status=404)
        kept = (self.server.data / "access.db").read_bytes() + (self.server.data / "access.db-wal").read_bytes()
        self.assertNotIn(made["token"].encode(), kept)
        self.assertIn(hashlib.sha256(made["token"].encode()).hexdigest().encode(), kept)
        self.server.restart()
        self.assertEqual(self.server.request("GET", "/account", headers=mine).status, 200)
        self.ask("bob", "DELETE", "/account/tokens/" + made["id"], status=303)
        self.assertEqual(self.server.request("GET", "/account", headers=mine).status, 401)

    def test_wrong_terms_of_a_token_are_refused(self):
        for form in ({}, {"LABEL": ""}, {"LABEL": "x", "DAYS": "0"}, {"LABEL": "x", "DAYS": "many"},
                     {"LABEL": "x", "ROLE": "admin"}):
            self.ask("ada", "POST", "/account/tokens", form, 400)
        self.ask("ada", "POST", "/account/tokens", {"LABEL": "x", "OWNER": "root"}, 403)


class Sessions(AccessTest):
    def sign_in(self, return_to="/account"):
        answer = self.server.request("POST", "/sign-in", {"USER": "ada", "TOKEN": TOKENS["ada"], "RETURN": return_to})
        self.assertEqual(answer.status, 303, answer.text)
        return answer

    def cookie(self):
        return {"Cookie": self.sign_in().headers["Set-Cookie"].split(";")[0]}

    def test_cookie_is_kept_from_scripts_and_other_sites(self):
        answer = self.sign_in()
        self.assertEqual(answer.headers["Location"], self.server.url + "/account")
        self.assertIn("HttpOnly", answer.headers["Set-Cookie"])
        self.assertIn("SameSite=Lax", answer.headers["Set-Cookie"])

    def test_return_leads_nowhere_else(self):
        for wanted in ("//evil.example/", "https://evil.example/", "/\\evil.example", ""):
            self.assertEqual(self.sign_in(wanted).headers["Location"], self.server.url + "/")

    def test_changes_by_cookie_come_from_our_pages(self):
        cookie = self.cookie()
        self.assertEqual(self.server.request("POST", "/rest/selftest", {}, cookie).status, 403)
        foreign = {**cookie, "Origin": "http://evil.example"}
        self.assertEqual(self.server.request("POST", "/rest/selftest", {}, foreign).status, 403)
        ours = {**cookie, "Origin": self.server.url}
        self.assertEqual(self.server.request("POST", "/rest/selftest", {}, ours).status, 303)
        script = {**cookie, "X-Requested-With": "test"}
        self.assertEqual(self.server.request("POST", "/rest/selftest", {}, script).status, 303)

    def test_sign_out_ends_the_session(self):
        cookie = self.cookie()
        self.assertEqual(self.server.request("GET", "/account", headers=cookie).status, 200)
        self.assertEqual(self.server.request("POST", "/sign-out", {}, cookie).status, 403)
        self.assertEqual(self.server.request("POST", "/sign-out", {}, {**cookie, "Origin": self.server.url}).status, 303)
        self.assertEqual(self.server.request("GET", "/account", headers=cookie).status, 401)

    def test_browsers_are_shown_the_page_and_no_window(self):
        answer = self.server.request("GET", "/account", headers={"Accept": "text/html"})
        self.assertEqual(answer.status, 401)
        self.assertIn('name="TOKEN"', answer.text)
        self.assertNotIn("Basic", " ".join(answer.headers.get_all("WWW-Authenticate")))
        page = self.server.request("GET", "/account", headers={**self.cookie(), "Accept": "text/html"})
        self.assertIn("Sign out", page.text)

    def test_many_wrong_tokens_are_slowed_down(self):
        answers = {self.server.request("POST", "/sign-in", {"USER": "ada", "TOKEN": "x"}).status for _ in range(40)}
        self.assertEqual(answers, {401, 429})


class Ownership(AccessTest):
    """Every child of a job: its owner, another user, a guest, an operator, an administrator."""
    CHILDREN = ("", "/phase", "/executionduration", "/destruction", "/quote", "/owner", "/parameters",
                "/parameters/text", "/results", "/results/result", "/stdout", "/stderr", "/form", "/events")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.url = Ownership("test_reading").job_of("ada", text="mine", PHASE="RUN")

    def test_reading(self):
        self.phase("ada", self.url, "COMPLETED")
        for list_url in (self.url, self.url.replace("/rest/selftest/", "/selftest/async/")):
            for child in self.CHILDREN:
                for who, status in (("ada", 200), ("bob", 403), (None, 401), ("olga", 200), ("root", 200)):
                    self.ask(who, "GET", list_url + child, status=status)
        for who, status in (("bob", 403), (None, 401)):
            self.ask(who, "GET", self.url.replace("/rest/selftest/", "/selftest/sync/"), status=status)

    def test_changing(self):
        url = self.job_of("ada")
        for child, form in (("/parameters", {"text": "x"}), ("/destruction", {"DESTRUCTION": "2030-01-01"}),
                            ("/phase", {"PHASE": "RUN"}), ("", {"ACTION": "DELETE"}), ("/parameters/text", {"VALUE": "x"})):
            self.ask("bob", "POST", url + child, form, 403)
            self.ask(None, "POST", url + child, form, 401)
        self.ask("bob", "DELETE", url, status=403)
        self.ask("bob", "POST", "/rest/selftest", {"CLONE": url.rsplit("/", 1)[1]}, 403)
        self.ask("olga", "POST", url + "/parameters", {"text": "x"}, 403)
        self.ask("olga", "POST", url, {"text": "x", "PHASE": "RUN"}, 403)
        self.ask("root", "POST", url + "/parameters", {"text": "x"}, 303)
        self.ask("olga", "POST", url + "/phase", {"PHASE": "ABORT"}, 303)
        self.ask("olga", "POST", url, {"ACTION": "DELETE"}, 303)
        self.ask("ada", "GET", url, status=404)

    def test_lists_hold_what_is_ones_own(self):
        guests = self.job_of(None)
        seen = lambda who: {job.get("id") for job in self.ask(who, "GET", "/rest/selftest", status=200).xml}
        mine = self.url.rsplit("/", 1)[1]
        self.assertIn(mine, seen("ada"))
        self.assertIn(mine, seen("olga"))
        self.assertNotIn(mine, seen("bob") | seen(None))
        self.assertIn(guests.rsplit("/", 1)[1], seen(None))

    def test_accounts_are_for_operators(self):
        self.phase("ada", self.url, "COMPLETED")
        self.ask("bob", "GET", "/accounting", status=403)
        self.ask(None, "GET", "/accounting", status=401)
        lines = self.ask("olga", "GET", "/accounting", status=200).text.splitlines()
        self.assertEqual(lines[0].split("\t"), ["day", "owner", "runs", "core_seconds", "bytes"])
        ada = [line.split("\t") for line in lines[1:] if line.split("\t")[1] == "ada"]
        self.assertGreater(float(ada[0][3]), 0)
        self.assertGreater(int(ada[0][4]), 0)

    def test_deeds_are_on_record(self):
        log = Path(self.folder.name) / AUDIT
        url = self.job_of("bob")
        refused = self.ask("ada", "DELETE", url, status=403)
        told = lambda: [json.loads(line) for line in log.read_text().splitlines()]
        job = url.rsplit("/", 1)[1]
        self.server.until(lambda: any(d["what"] == "DELETE" and d["owner"] == "ada" and d["status"] == 403 and job in d["where"]
                                      and d["request"] == refused.headers["X-Request-ID"] for d in told()), "the deed in the log")
        log.rename(log.with_suffix(".1"))
        self.server.process.send_signal(signal.SIGHUP)
        self.server.until(lambda: self.ask("bob", "POST", url, {"RUNID": "x"}, 303) and log.exists() and
                          any(d["job"] == job for d in told()), "the log anew")


class Closed(AccessTest):
    extra = "guests = false\n[access.codes.selftest]\ngroups = [\"vespa\"]"

    def test_guests_and_wrong_groups_stay_out(self):
        for path in ("/", "/rest/selftest", "/selftest/async", "/selftest/sync", "/selftest/form"):
            self.ask(None, "GET", path, status=401)
        self.ask("bob", "POST", "/rest/selftest", {}, 403)
        self.ask(None, "GET", "/selftest/capabilities", status=200)
        self.ask("bob", "GET", "/rest/selftest", status=403)
        self.ask("ada", "GET", "/rest/selftest", status=200)
        answer = self.server.multipart("/rest/selftest", [("text", "x")])
        self.assertEqual(answer.status, 401)


class Quotas(AccessTest):
    extra = ('[access.quotas.guest]\njobs = 2\nlongest-duration = "10 s"\n[access.quotas.user]\nactive-jobs = 1\ncores = 1\n'
             '[access.quotas.groups.vespa]\nactive-jobs = 2\ncores = 0')

    def test_bounds_are_kept(self):
        guest = [self.job_of(None) for _ in range(2)]
        self.assertEqual(self.ask(None, "GET", guest[0] + "/executionduration").text, "10")
        self.ask(None, "POST", guest[0] + "/executionduration", {"EXECUTIONDURATION": "9999"}, 303)
        self.assertEqual(self.ask(None, "GET", guest[0] + "/executionduration").text, "10")
        self.assertIn("2 jobs", self.ask(None, "POST", "/rest/selftest", {}, 403).text)
        self.ask(None, "DELETE", guest[0], status=303)
        self.server.until(lambda: self.ask(None, "POST", "/rest/selftest", {}).status == 303, "room for a job")

    def test_active_jobs_are_counted_by_owner(self):
        running = self.job_of("bob", seconds=str(PATIENCE), PHASE="RUN")
        second = self.ask("bob", "POST", "/rest/selftest", {"PHASE": "RUN"}, 429)
        self.assertGreater(int(second.headers["Retry-After"]), 0)
        pending = self.job_of("bob")
        self.ask("bob", "POST", pending + "/phase", {"PHASE": "RUN"}, 429)
        self.assertEqual(self.ask("bob", "GET", pending + "/phase").text, "PENDING")
        ada = [self.job_of("ada", seconds=str(PATIENCE), PHASE="RUN") for _ in range(2)]
        self.ask("ada", "POST", "/rest/selftest", {"PHASE": "RUN"}, 429)
        self.ask("bob", "POST", running + "/phase", {"PHASE": "ABORT"}, 303)
        self.phase("bob", running, "ABORTED")
        self.ask("bob", "POST", pending + "/phase", {"PHASE": "RUN"}, 303)
        for url in ada:
            self.ask("ada", "DELETE", url, status=303)


class QuotasOfSweeps(AccessTest):
    extra = "[access.quotas.user]\nactive-jobs = 4\njobs = 9"

    def test_members_are_counted(self):
        self.assertIn("makes 5 jobs", self.ask("bob", "POST", "/rest/selftest", {"SWEEP": "seconds:0:4:5", "PHASE": "RUN"}, 403).text)
        sweep = self.job_of("bob", SWEEP=f"seconds:{PATIENCE},{PATIENCE + 1},{PATIENCE + 2}", PHASE="RUN")
        self.ask("bob", "POST", "/rest/selftest", {"SWEEP": "seconds:0,1", "PHASE": "RUN"}, 429)
        self.job_of("bob", PHASE="RUN")
        self.ask("bob", "DELETE", sweep, status=303)
        self.server.until(lambda: self.ask("bob", "POST", "/rest/selftest", {"SWEEP": "seconds:0,1", "PHASE": "RUN"}).status == 303,
                          "room for another sweep")


class Rates(AccessTest):
    extra = "[access.rates]\nguest = 0.01\nguest-burst = 5"

    def test_guests_are_slowed_and_users_are_not(self):
        self.assertEqual([self.ask(None, "GET", "/rest/selftest").status for _ in range(6)], [200] * 5 + [429])
        self.ask("ada", "GET", "/rest/selftest", status=200)


if __name__ == "__main__":
    unittest.main()
