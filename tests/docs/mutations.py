"""The rows of docs/parameters.md, the tests that they name, and mutations.txt: for each row the
change that takes its effect away. Read by the tests here and by scripts/mutate."""
import os
import re
from dataclasses import dataclass

ROOT = os.path.realpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))
GOOGLE_TEST = re.compile(r"^TEST(?:_F|_P)?\((\w+),\s*(\w+)\)", re.M)


def text_of(*path):
    with open(os.path.join(ROOT, *path), encoding="utf-8") as file:
        return file.read()


def files(folder, ending):
    for path, _, names in os.walk(os.path.join(ROOT, folder)):
        for name in names:
            if name.endswith(ending):
                yield os.path.join(path, name)


def rows():
    """The cells of every row of a table, without its head and the lines that only divide it."""
    lines = text_of("docs", "parameters.md").splitlines()
    for before, line in zip(lines, lines[1:]):
        if line.startswith("| ") and before.startswith("| ") and not line.startswith("| ---"):
            yield [cell.strip() for cell in line.strip("|").split(" | ")]


def tests_in(cells):
    """The tests that a row names; none in a heading within a table."""
    return [] if cells[0].startswith("**") else re.findall(r"`([\w.:]+)`", cells[-1])


def is_failure(cells):
    """A row of the table of errors: word, code or nothing, exit code. It has no effect of its own to be taken away."""
    return len(cells) == 5 and re.fullmatch(r"(\d{4})?", cells[1]) is not None and cells[2].isdigit()


def keys():
    """What tells the rows apart: the first cell and the test."""
    return [(cells[0].replace("`", ""), test) for cells in rows() if not is_failure(cells) for test in tests_in(cells)]


@dataclass
class Mutation:
    row: str = ""
    test: str = ""
    file: str = ""
    old: str = ""
    new: str = ""
    line: int = 0  # of mutations.txt

    @property
    def key(self):
        return self.row, self.test

    def wrong(self):
        """Why it cannot be made, or nothing."""
        if not (self.row and self.test and self.file and self.old):
            return "has no row, no test, no file or no old text"
        if self.old == self.new:
            return "changes nothing"
        try:
            count = text_of(self.file).count(self.old)
        except OSError:
            return f"{self.file} is not there"
        return "" if count == 1 else f"its old text is in {self.file} {count} times, not once"


def mutations():
    """The entries of mutations.txt, in its order; its head says how they are written."""
    found = []
    for number, line in enumerate(text_of("tests", "docs", "mutations.txt").splitlines(), 1):
        name, _, text = line.partition(" ")
        if name == "row":
            found.append(Mutation(row=text.strip(), line=number))
        elif name in ("test", "file"):
            setattr(found[-1], name, text.strip())
        elif name in ("-", "+"):
            side = "old" if name == "-" else "new"
            before = getattr(found[-1], side)
            setattr(found[-1], side, f"{before}\n{text}" if before else text)
        elif line and name != "#":
            raise ValueError(f"mutations.txt:{number}: {line}")
    return found
