#!/usr/bin/python3
"""mapferry against a daemon that is played here: exit codes, streams, reconnecting."""
import json
import os
import socket
import subprocess
import tempfile
import threading
import unittest

from fake_daemon import JOB, PROGRAM, FakeDaemon, event, failure, view


class ExitCodes(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.path = os.path.join(self.folder.name, "control.sock")

    def daemon(self, **answers):
        daemon = FakeDaemon(self.path, {name.replace("_", ".", 1): answer for name, answer in answers.items()})
        self.addCleanup(lambda: daemon.listener.close())
        return daemon

    def run_it(self, *arguments, **more):
        return subprocess.run([PROGRAM, *arguments], capture_output=True, text=True, timeout=60, check=False,
                              env={**os.environ, "MAPFERRY_SOCKET": self.path}, cwd=self.folder.name, **more)

    def job_file(self, **more):
        path = os.path.join(self.folder.name, "job.yaml")
        job = {"portal": "field", "item": "0" * 32, "downloadDirectory": "maps/a", "parameters": {"areaOfInterest": {
            "xmin": 0, "ymin": 0, "xmax": 1, "ymax": 1, "spatialReference": {"wkid": 4326}}}, **more}
        with open(path, "w", encoding="utf-8") as file:
            json.dump(job, file)
        return path

    def test_12_where_no_daemon_answers(self):
        for arguments in (["list"], ["show", JOB], ["watch", JOB], ["submit", self.job_file()], ["cancel", JOB]):
            done = self.run_it(*arguments)
            self.assertEqual(done.returncode, 12, done.stderr)
            self.assertEqual(done.stdout, "")
            self.assertIn("cannot reach the daemon", done.stderr)
        self.assertEqual(json.loads(self.run_it("list", "--json").stdout)["error"]["code"], "daemonUnreachable")

    def test_2_for_usage_and_wrong_job_files(self):
        for arguments in ([], ["fly"], ["show"], ["list", "--colour"], ["submit", "no-such-file"], ["watch", JOB, "--timeout", "soon"]):
            self.assertEqual(self.run_it(*arguments).returncode, 2, arguments)
        done = self.run_it("submit", self.job_file(item="12"), "--json")
        self.assertEqual(done.returncode, 2)
        self.assertIn("job.yaml:1:", done.stderr)
        self.assertEqual(json.loads(done.stdout)["error"]["problems"][0]["key"], "item")

    def test_a_word_that_is_no_command_is_named_with_the_nearest_one(self):
        for word, said in (("lst", "no command `lst`; did you mean `list`?"), ("shwo", "no command `shwo`; did you mean `show`?"),
                           ("juggle", "no command `juggle`\n"), ("--colour", "no option `--colour`\n")):
            done = self.run_it(word, JOB)
            self.assertEqual((done.returncode, done.stdout), (2, ""), done.stderr)
            self.assertIn(said, done.stderr)

    def test_the_version_needs_no_daemon_and_no_command(self):
        done = self.run_it("--version")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertEqual(done.stdout, self.run_it("version").stdout)

    def test_inspect_takes_only_folders_for_packages(self):
        for path, said, code in (("nothere", "no such folder: nothere", 2), (self.job_file(), "is a file, a package is a folder", 2),
                                 (self.folder.name, "is no mobile map package", 10)):
            done = self.run_it("inspect", path)
            self.assertEqual(done.returncode, code, path)
            self.assertIn(said, done.stdout + done.stderr)
            self.assertEqual(len((done.stdout + done.stderr).splitlines()), 1)
        self.assertEqual(json.loads(self.run_it("inspect", "nothere", "--json").stdout)["error"]["code"], "invalidRequest")

    def test_submit_sends_the_file_and_prints_the_id_alone(self):
        daemon = self.daemon(job_submit={"id": JOB})
        done = self.run_it("submit", self.job_file())
        self.assertEqual((done.returncode, done.stdout), (0, JOB + "\n"))
        job = daemon.calls[0][1]["job"]
        self.assertEqual(job["downloadDirectory"], os.path.join(os.path.realpath(self.folder.name), "maps/a"))
        self.assertEqual(job["item"], "0" * 32)

    def test_the_code_of_a_refusal_is_that_of_its_failure(self):
        for word, code in (("unknownJob", 4), ("wrongState", 11), ("directoryInUse", 11), ("permissionMissing", 6), ("diskFull", 9)):
            daemon = self.daemon(job_cancel=failure(word, code), job_submit=failure(word, code))
            self.assertEqual(self.run_it("cancel", JOB).returncode, code, word)
            done = self.run_it("submit", self.job_file(), "--json")
            self.assertEqual(done.returncode, code, word)
            self.assertEqual(json.loads(done.stdout)["error"]["code"], word)
            daemon.stop()

    def test_waiting_ends_with_the_code_of_the_job(self):
        error = {"id": "l", "title": "L", "service": "", "failure": {"code": "syncNotEnabled"}}
        endings = [(view("done"), 0), (view("done", layerErrors=[error]), 3), (view("cancelled"), 13),
                   (view("failed", failure={"code": "signInFailed"}), 6), (view("failed", failure={"code": "damaged"}), 10),
                   (view("failed", failure={"code": "limitExceeded"}), 8)]
        for last, code in endings:
            news = {"seq": 2, "time": 0, "job": JOB, "kind": "job", "view": last}
            daemon = self.daemon(job_submit={"id": JOB}, events_subscribe={"seq": 0},
                                 job_get={**view(), "_events": [event("assembling"), news]})
            done = self.run_it("submit", self.job_file(), "--wait")
            self.assertEqual(done.returncode, code, done.stderr)
            self.assertEqual(done.stdout, JOB + "\n")
            self.assertIn("assembling", done.stderr)
            daemon.stop()

    def test_watch_writes_a_line_a_change_and_no_escapes_into_a_pipe(self):
        self.daemon(events_subscribe={"seq": 0},
                    job_get={**view(), "_events": [event("running"), event("assembling"), event("done")]})
        done = self.run_it("watch", JOB)
        self.assertEqual(done.returncode, 0)
        self.assertEqual(done.stdout.splitlines()[:3], [f"job {JOB}: {phase}" for phase in ("running", "assembling", "done")])
        self.assertNotIn("\x1b", done.stdout + done.stderr)

    def test_watch_json_prints_each_view_on_a_line(self):
        self.daemon(events_subscribe={"seq": 0}, job_get={**view(), "_events": [event("done")]})
        done = self.run_it("watch", JOB, "--json")
        self.assertEqual([json.loads(line)["phase"] for line in done.stdout.splitlines()], ["running", "done"])

    def test_5_only_after_the_timeout(self):
        self.daemon(events_subscribe={"seq": 0}, job_get=view())
        done = self.run_it("watch", JOB, "--timeout", "1s")
        self.assertEqual(done.returncode, 5)
        self.assertIn("goes on", done.stderr)

    def test_4_for_a_job_that_is_not_there(self):
        self.daemon(events_subscribe={"seq": 0}, job_get=failure("unknownJob", 4))
        for command in ("watch", "show"):
            self.assertEqual(self.run_it(command, JOB).returncode, 4)

    def test_watching_survives_a_restart_of_the_daemon(self):
        lives = []

        def get(daemon, _):
            lives.append(1)
            if len(lives) == 1:
                threading.Thread(target=self._restart, args=(daemon,)).start()
                return view()
            return view("done")
        self.daemon(events_subscribe={"seq": 0}, job_get=get)
        done = self.run_it("watch", JOB)
        self.assertEqual(done.returncode, 0, done.stderr)
        for said in ("does not answer", "answers again"):
            self.assertEqual(done.stdout.count(said), 1, done.stdout)
        self.assertEqual(len(lives), 2)

    def test_waiting_survives_a_restart_right_after_the_submit(self):
        lives = []

        def subscribe(daemon, _):
            lives.append(1)
            if len(lives) > 1:
                return {"seq": 0}
            daemon.stop()
            threading.Timer(0.7, daemon.start).start()
            raise OSError("killed")
        self.daemon(job_submit={"id": JOB}, events_subscribe=subscribe, job_get=view("done"))
        done = self.run_it("submit", self.job_file(), "--wait")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(len(lives), 2)

    def _restart(self, daemon):
        threading.Event().wait(0.3)
        daemon.stop()
        threading.Event().wait(0.7)
        daemon.start()

    def test_5_where_the_daemon_stays_away_until_the_timeout(self):
        def get(daemon, _):
            threading.Timer(0.3, daemon.stop).start()
            return view()
        self.daemon(events_subscribe={"seq": 0}, job_get=get)
        self.assertEqual(self.run_it("watch", JOB, "--timeout", "2s").returncode, 5)

    def test_list_and_show_print_what_the_daemon_says(self):
        listed = {"jobs": [{key: value for key, value in view("done", hasErrors=True).items() if key != "layers"}]}
        self.daemon(job_list=listed, job_get=view(), system_version={"version": "9.9"})
        self.assertIn("done with errors", self.run_it("list").stdout)
        self.assertEqual(json.loads(self.run_it("list", "--json").stdout), listed)
        self.assertEqual(json.loads(self.run_it("show", JOB, "--json").stdout), view())
        self.assertIn("/maps/a", self.run_it("show", JOB).stdout)
        self.assertEqual(json.loads(self.run_it("version", "--json").stdout)["daemon"], "9.9")

    def test_what_answers_without_being_a_daemon_is_no_daemon(self):
        listener = socket.socket(socket.AF_UNIX)
        listener.bind(self.path)
        listener.listen()
        self.addCleanup(listener.close)

        def serve():
            client, _ = listener.accept()
            client.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
            client.recv(4096)
            client.close()
        threading.Thread(target=serve, daemon=True).start()
        self.assertEqual(self.run_it("list").returncode, 12)

    def test_check_needs_no_daemon(self):
        self.assertEqual(self.run_it("check", self.job_file()).returncode, 0)
        path = os.path.join(self.folder.name, "mapferry.yaml")
        with open(path, "w", encoding="utf-8") as file:
            file.write("limits:\n  jobs: none\n")
        done = self.run_it("check", path)
        self.assertEqual(done.returncode, 2)
        self.assertIn("mapferry.yaml:2:9: limits.jobs", done.stderr)

    def test_check_tells_a_job_file_from_a_configuration_by_its_keys(self):
        path = os.path.join(self.folder.name, "file.yaml")
        for text, kind in (("outputRoots: [/maps]   # below it lies each downloadDirectory\n", "a good configuration"),
                           ("portal: field\nitem: nonsense\n", "file.yaml:2:7: item"), ("", "is empty")):
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
            done = self.run_it("check", path)
            self.assertIn(kind, done.stdout + done.stderr, text)

    def test_a_list_of_another_shape_is_a_failure_and_no_crash(self):
        for answer in ({"jobs": 7}, {"jobs": [{**view("done"), "hasErrors": "yes"}]}, {"jobs": [7]}, {}):
            daemon = self.daemon(job_list=answer)
            done = self.run_it("list")
            self.assertIn(done.returncode, (0, 1, 7), done.stderr)
            daemon.stop()

    def test_capabilities_end_with_3_where_some_cannot_go_offline(self):
        for has_errors, code in ((False, 0), (True, 3)):
            answer = {"hasErrors": has_errors, "layerCapabilities": [], "tableCapabilities": [], "findings": []}
            daemon = self.daemon()
            daemon.answers = {"offlineMap.capabilities": answer}
            done = self.run_it("capabilities", self.job_file(), "--timeout", "20s")
            self.assertEqual((done.returncode, done.stderr), (code, ""))
            self.assertIn("goes offline: " + ("no" if has_errors else "yes"), done.stdout)
            self.assertEqual(daemon.calls[0][1]["timeout"], 20)
            self.assertEqual(daemon.calls[0][1]["job"]["item"], "0" * 32)
            done = self.run_it("capabilities", self.job_file(), "--json")
            self.assertEqual((done.returncode, json.loads(done.stdout)), (code, answer))
            daemon.stop()

    def test_defaults_print_what_goes_into_a_job_file_and_say_the_rest(self):
        answer = {"parameters": {"maxScale": 5000.0}, "notApplied": [{"what": "a setting", "why": "includeRows"}]}
        daemon = self.daemon()
        daemon.answers = {"offlineMap.defaultParameters": answer}
        done = self.run_it("defaults", self.job_file())
        self.assertEqual((done.returncode, json.loads(done.stdout)), (0, answer["parameters"]))
        self.assertIn("a setting: includeRows", done.stderr)
        self.assertEqual(json.loads(self.run_it("defaults", self.job_file(), "--json").stdout), answer)
        daemon.answers = {"offlineMap.defaultParameters": failure("networkUnreachable", 5)}
        self.assertEqual(self.run_it("defaults", self.job_file()).returncode, 5)

    def test_overrides_print_the_document_or_the_entry_of_a_layer_or_table(self):
        entry = {"layerOptions": [{"layerId": 3}]}
        key = {"serviceUri": "https://h/FeatureServer", "type": "generateGeodatabase"}
        answer = {"overrides": {"generateGeodatabaseParameters": {"https://h/FeatureServer": entry}},
                  "layerKeys": {"pipes": key}, "tableKeys": {"visits": key}}
        daemon = self.daemon()
        daemon.answers = {"offlineMap.parameterOverrides": answer}
        for options in ((), ("--json",)):
            done = self.run_it("overrides", self.job_file(), *options)
            self.assertEqual((done.returncode, json.loads(done.stdout)), (0, answer["overrides"]), done.stderr)
            for option, name in (("--layer", "pipes"), ("--table", "visits")):
                done = self.run_it("overrides", self.job_file(), option, name, *options)
                self.assertEqual((done.returncode, json.loads(done.stdout)), (0, {**key, "parameters": entry}), done.stderr)
        done = self.run_it("overrides", self.job_file(), "--layer", "visits")
        self.assertEqual(done.returncode, 2)
        self.assertIn("visits", done.stderr)
        self.assertEqual(self.run_it("overrides", self.job_file(), "--layer", "a", "--table", "b").returncode, 2)

    def test_login_prints_the_address_and_sends_the_code_that_comes_in(self):
        daemon = self.daemon(credential_login={"address": "https://gis.example/a"}, credential_finishLogin={"username": "field"})
        done = self.run_it("login", "sso", input=" the-code \n")
        self.assertEqual((done.returncode, done.stdout), (0, "https://gis.example/a\n"), done.stderr)
        self.assertIn("signed in as field", done.stderr)
        self.assertNotIn("the-code", done.stderr)
        self.assertEqual(daemon.calls, [("credential.login", {"credential": "sso"}),
                                        ("credential.finishLogin", {"credential": "sso", "code": "the-code"})])
        self.assertEqual(self.run_it("login", "sso", input="").returncode, 2)
        self.assertEqual(len(daemon.calls), 3, "without a code nothing is finished")

    def test_each_command_on_a_job_calls_its_method(self):
        for command in ("pause", "resume", "cancel", "retry", "remove"):
            daemon = self.daemon(**{f"job_{command}": {}})
            self.assertEqual(self.run_it(command, JOB).returncode, 0)
            self.assertEqual(daemon.calls, [(f"job.{command}", {"id": JOB})])
            daemon.stop()


if __name__ == "__main__":
    unittest.main()
