"""A TCP stage between the daemon and a server: a link that can be lost."""
import contextlib
import select
import socket
import threading

UP, CUT, SWALLOWING = "up", "cut", "swallowing"


class Link:
    """Passes connections on to a port.

    cut()       resets every connection and every new one, as a host does that is gone
    swallow()   loses every packet: what is open falls silent, and nobody accepts
    restore()   ends both; silent connections go on where they were
    cut_after   cuts by itself once so many bytes have passed towards the client
    """

    def __init__(self, target_port):
        self.target_port = target_port
        self.passed = 0
        self.breaks = 0            # connections that cut() ended
        self.cut_after = None
        self._state = UP
        self._lock = threading.Lock()
        self._changed = threading.Condition(self._lock)
        self._pairs = []
        self._fillers = []         # connections of our own that fill the queue of the listener
        self._listener = socket.socket()
        self._listener.bind(("127.0.0.1", 0))
        self._listener.listen(0)   # a full queue drops what comes then
        self._listener.setblocking(False)
        self.port = self._listener.getsockname()[1]
        self._running = True
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self):
        with self._lock:
            self._running = False
        self.cut()
        self._listener.close()

    @property
    def is_up(self):
        return self._state == UP

    @property
    def open(self):
        """How many connections there are."""
        return len(self._pairs)

    def cut(self):
        with self._lock:
            self._cut()

    def _cut(self):
        self._enter(CUT)
        self.breaks += len(self._pairs)
        pairs, self._pairs = self._pairs, []
        for pair in pairs:
            for end in pair:
                reset(end)

    def swallow(self):
        with self._lock:
            self._enter(SWALLOWING)
            while len(self._fillers) < 64 and self._is_reached():
                pass

    def _is_reached(self):
        """Opens one connection more and keeps it; False once the queue is full."""
        filler = socket.socket()
        filler.setblocking(False)
        filler.connect_ex(("127.0.0.1", self.port))
        self._fillers.append(filler)
        return bool(select.select([], [filler], [], 0.05)[1])

    def restore(self):
        with self._lock:
            self.cut_after = None
            self._enter(UP)

    def _enter(self, state):
        self._state = state
        for filler in self._fillers:
            filler.close()
        self._fillers = []
        self._changed.notify_all()

    def _accept(self):
        while True:
            with self._lock:
                self._changed.wait_for(lambda: self._state != SWALLOWING or not self._running)
            try:
                if not select.select([self._listener], [], [], 0.1)[0]:
                    continue
                with self._lock:
                    if not self._running:
                        return
                    if self._state != SWALLOWING:
                        self._take(self._listener.accept()[0])
            except BlockingIOError:
                continue  # it went away meanwhile
            except (OSError, ValueError):
                return

    def _take(self, client):
        if self._state == CUT:
            reset(client)
            return
        try:
            server = socket.create_connection(("127.0.0.1", self.target_port))
        except OSError:
            reset(client)
            return
        self._pairs.append((client, server))
        threading.Thread(target=self._pass, args=(client, server), daemon=True).start()

    def _pass(self, client, server):
        with contextlib.suppress(OSError, ValueError):
            while True:
                ready = select.select([client, server], [], [], 0.5)[0]
                with self._lock:
                    self._changed.wait_for(lambda: self._state != SWALLOWING)
                for end in ready:
                    data = end.recv(1 << 16)
                    if not data:
                        break
                    (server if end is client else client).sendall(data)
                    if end is server:
                        self._count(len(data))
                else:
                    continue
                break
        with self._lock:
            if (client, server) in self._pairs:
                self._pairs.remove((client, server))
        for end in (client, server):
            end.close()

    def _count(self, size):
        with self._lock:
            self.passed += size
            if self._state == UP and self.cut_after is not None and self.passed >= self.cut_after:
                self._cut()


def reset(end):
    """Closes with a reset, as a lost link does."""
    with contextlib.suppress(OSError):
        end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
        end.shutdown(socket.SHUT_RDWR)
    with contextlib.suppress(OSError):
        end.close()
