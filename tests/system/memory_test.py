"""A 2 GiB tile package passes through a daemon that stays under 64 MiB."""
import os
import struct
import unittest
import zipfile
import zlib

import harness
from replay_server import ITEM, Answer, ReplayServer, Style, RASTER
from replay_test import AREA

SIZE = 2 << 30


class GrownPackage:
    """Usa.tpkx with one more stored entry of zeros, 2 GiB in all, made as it is sent."""

    def __init__(self, path):
        with zipfile.ZipFile(path) as package:
            end = package.start_dir
            entries = len(package.infolist())
        with open(path, "rb") as file:
            whole = file.read()
        self.head, directory = whole[:end], whole[end:whole.rindex(b"PK\x05\x06")]
        name = b"tile/padding.bin"
        # Sizes so that the file ends at exactly SIZE.
        overhead = len(self.head) + 30 + len(name) + len(directory) + 46 + len(name) + 22
        self.zeros = SIZE - overhead
        crc = 0
        block = bytes(1 << 20)
        for _ in range(self.zeros >> 20):
            crc = zlib.crc32(block, crc)
        crc = zlib.crc32(bytes(self.zeros & ((1 << 20) - 1)), crc)
        common = struct.pack("<HHHHHIIIHH", 20, 0, 0, 0, 0x5821, crc, self.zeros, self.zeros, len(name), 0)
        self.head += b"PK\x03\x04" + common + name
        central = directory + b"PK\x01\x02" + struct.pack("<H", 20) + common + struct.pack("<HHHII", 0, 0, 0, 0, end) + name
        self.tail = central + b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, entries + 1, entries + 1, len(central),
                                                          len(self.head) + self.zeros, 0)
        self.size = len(self.head) + self.zeros + len(self.tail)

    def produce(self, offset, length):
        parts = []
        while length:
            if offset < len(self.head):
                part = self.head[offset:offset + length]
            elif offset < len(self.head) + self.zeros:
                part = bytes(min(length, len(self.head) + self.zeros - offset))
            else:
                begin = offset - len(self.head) - self.zeros
                part = self.tail[begin:begin + length]
            parts.append(part)
            offset += len(part)
            length -= len(part)
        return b"".join(parts)


class MemoryTest(harness.SystemTest):
    def test_memory_does_not_grow_with_the_file(self):
        harness.require_fixtures(self)
        package = GrownPackage(os.path.join(harness.FIXTURES, RASTER))
        self.assertEqual(package.size, SIZE)
        server = ReplayServer(Style("Huge", tile_result="file"))
        self.addCleanup(server.close)
        server.raster_answer = Answer(produce=package.produce, size=package.size)
        self.configure(server.origin + "/portal")
        daemon = self.daemon()
        self.take(self.job_file(ITEM, "huge", AREA, maxScale=20000000), seconds=240)
        target = os.path.join(self.maps, "huge")
        sizes = [os.path.getsize(os.path.join(target, path)) for path in harness.package_files(target)]
        self.assertIn(SIZE, sizes)
        peak = daemon.peak_resident_kib()
        print(f"peak resident {peak / 1024:.1f} MiB")
        if harness.SLOW == 1:  # the sanitizers' own memory is not the daemon's
            self.assertLess(peak, 64 * 1024)


if __name__ == "__main__":
    unittest.main()
