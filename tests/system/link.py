"""A TCP stage between the daemon and a server: a link that can be cut."""
import select
import socket
import threading


class Link:
    """Passes connections on to a port. cut() resets every connection and
    refuses new ones until restore(); freeze() leaves them open but silent."""

    def __init__(self, target_port):
        self.target_port = target_port
        self.is_up = True
        self.is_frozen = False
        self.refused = 0
        self.passed = 0            # bytes towards the client
        self.cut_after = None      # cut by itself once so many bytes have passed
        self._pairs = []
        self._lock = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._running = True
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self):
        self._running = False
        self.cut()
        self._listener.close()

    def cut(self):
        with self._lock:
            self.is_up = False
            pairs, self._pairs = self._pairs, []
        for pair in pairs:
            for end in pair:
                reset(end)

    def restore(self):
        self.cut_after = None
        self.is_frozen = False
        self.is_up = True

    def freeze(self):
        self.is_frozen = True

    def _accept(self):
        while self._running:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            if not self.is_up:
                self.refused += 1
                reset(client)
                continue
            try:
                server = socket.create_connection(("127.0.0.1", self.target_port))
            except OSError:
                reset(client)
                continue
            with self._lock:
                self._pairs.append((client, server))
            threading.Thread(target=self._pass, args=(client, server), daemon=True).start()

    def _pass(self, client, server):
        try:
            while True:
                for end in select.select([client, server], [], [], 0.5)[0]:
                    data = end.recv(1 << 16)
                    if self.is_frozen:
                        continue
                    if not data:
                        return
                    if end is server:
                        self.passed += len(data)
                        if self.cut_after is not None and self.passed >= self.cut_after:
                            self.cut()
                            return
                    (server if end is client else client).sendall(data)
        except (OSError, ValueError):
            pass
        finally:
            for end in (client, server):
                end.close()


def reset(end):
    """Closes with a reset, as a lost link does."""
    try:
        end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
        end.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass
    try:
        end.close()
    except OSError:
        pass
