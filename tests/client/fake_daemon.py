"""A daemon that is played by a test: answers methods with what it was given."""
import json
import os
import socket
import threading

PROGRAM = os.path.join(os.environ["MAPFERRY_BIN"], "mapferry")
JOB = "01HF0000000000000000000000"


def view(phase="running", **more):
    return {"id": JOB, "title": "Map", "phase": phase, "desired": "run", "target": "/maps/a", "progress": 5.0,
            "waiting": None, "layers": [], "layerErrors": [], "tableErrors": [], "failure": None, **more}


def failure(code, exit_code):
    return {"code": -32000 - exit_code, "message": "no", "data": {"code": code, "during": "testing", "subject": "it"}}


class FakeDaemon:
    """Answers each method with what `answers` holds; a function gets the connection and the params."""

    def __init__(self, path, answers):
        self.path, self.answers = path, answers
        self.calls = []
        self.listener = None
        self.clients = []
        self.start()

    def start(self):
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(self.path)
        self.listener.listen()
        threading.Thread(target=self._accept, args=(self.listener,), daemon=True).start()

    def stop(self):
        """As if it were killed: the listener and every connection are gone."""
        self.listener.close()
        os.unlink(self.path)
        for client in self.clients:
            try:
                client.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
        self.clients = []

    def _accept(self, listener):
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            self.clients.append(client)
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client):
        with client, client.makefile("rwb") as stream:
            try:
                for line in stream:
                    self._answer(stream, json.loads(line))
            except (OSError, ValueError):
                return

    def _answer(self, stream, request):
        self.calls.append((request["method"], request["params"]))
        answer = self.answers[request["method"]]
        if callable(answer):
            answer = answer(self, request["params"])
        events = answer.pop("_events", []) if isinstance(answer, dict) else []
        key = "error" if isinstance(answer, dict) and "message" in answer and "code" in answer else "result"
        send(stream, {"jsonrpc": "2.0", "id": request["id"], key: answer})
        for event in events:
            send(stream, {"jsonrpc": "2.0", "method": "event", "params": event})


def send(stream, message):
    stream.write((json.dumps(message) + "\n").encode())
    stream.flush()


def event(phase, seq=1, **more):
    return {"seq": seq, "time": 0, "job": JOB, "kind": "job", "view": view(phase, **more)}
