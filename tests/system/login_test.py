"""Signing in by hand: once, with a browser, and then never again."""
import json
import os
import re
import stat
import subprocess
import unittest
import urllib.parse
import urllib.request

import harness


AUTHENTICATION = 6
USAGE = 2


class LoginTest(harness.SystemTest):
    def setUp(self):
        super().setUp()
        self.server = self.sandbox("--auth")
        self.configure(
            self.server.portal, portals={"field": {"url": self.server.portal, "credential": "sso"}},
            credentials={"sso": {"type": "oauthRefreshToken", "clientId": "field-app"}})
        self.running = self.daemon()

    def browse(self, address, **form):
        """What a person does at the address that was printed; the page that comes of it."""
        data = urllib.parse.urlencode(form).encode() if form else None
        with urllib.request.urlopen(address, data, timeout=30) as page:
            return page.read().decode()

    def sign_in(self, address):
        self.assertIn("name=password", self.browse(address))
        page = self.browse(address, username=self.server.USER, password=self.server.PASSWORD)
        return re.search("SUCCESS code=([0-9a-f]+)", page).group(1)

    def login(self, code_at, expect=0):
        """Runs the command; `code_at` makes a code of the address. What it wrote."""
        command = [os.path.join(harness.BIN, "mapferry"), "--socket", self.socket_path, "login", "sso"]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
            address = process.stdout.readline().strip()
            out, talk = process.communicate(code_at(address) + "\n", timeout=60 * harness.SLOW)
        self.assertEqual(process.returncode, expect, talk)
        return address + out + talk

    def waiting_for(self, job):
        return harness.wait_until(lambda: (self.show(job)["waiting"] or {}).get("for"), "the job to wait")

    def test_a_job_waits_for_it_and_then_ends_also_after_a_restart(self):
        job = self.submit(self.job_file(self.server.item))
        self.assertEqual(self.waiting_for(job), "auth")
        self.assertIn("mapferry login sso", json.dumps(self.show(job)))
        codes = []
        talk = self.login(lambda address: codes.append(self.sign_in(address)) or codes[0])
        self.assertIn("signed in as field", talk)
        self.mapferry("retry", job)
        self.assertEqual(self.wait_for_end(job)["phase"], "done")
        kept = os.path.join(self.folder, "state", "credentials", "sso.json")
        self.assertEqual(stat.S_IMODE(os.stat(kept).st_mode), 0o600)
        with open(kept, encoding="utf-8") as file:
            token = json.load(file)["refreshToken"]
        self.running.stop()
        again = self.daemon()
        self.take(self.job_file(self.server.item, "again"))
        for secret in (token, *codes, self.server.PASSWORD, "sandbox-"):
            self.assertNotIn(secret, talk + self.running.talk() + again.talk())
        grants = [request["params"].get("grant_type") for request in self.server.requests() if request["path"].endswith("oauth2/token")]
        self.assertEqual(grants[0], "authorization_code")
        self.assertEqual(set(grants[1:]), {"refresh_token"})

    def test_a_wrong_code_is_told_and_the_next_login_is_another(self):
        self.assertIn("mapferry login sso", self.login(lambda _: "0" * 40, AUTHENTICATION))
        self.login(lambda _: "", USAGE)
        first = []
        self.login(lambda address: first.append(address) or "", USAGE)
        self.login(lambda _: self.sign_in(first[0]), AUTHENTICATION)  # of another challenge than the last
        self.login(self.sign_in)

    def test_is_refused_for_what_is_no_credential_of_that_kind(self):
        talk = self.mapferry("login", "nobody", "--json", expect=USAGE)
        self.assertEqual(json.loads(talk)["error"]["subject"], "credentials.nobody")


if __name__ == "__main__":
    unittest.main()
