"""docs/parameters.md: each row names a test that is there, and each public parameter has a row."""
import os
import re
import unittest

from mutations import GOOGLE_TEST, files, is_failure, rows, tests_in, text_of


def known_tests():
    """Suite.Name of C++, file:test_name of the system tests."""
    known = set()
    for path in files("tests", "_test.cpp"):
        known.update(f"{suite}.{name}" for suite, name in GOOGLE_TEST.findall(text_of(path)))
    for path in files("tests/system", "_test.py"):
        stem = os.path.basename(path)[:-len("_test.py")]
        known.update(f"{stem}:{name}" for name in re.findall(r"def (test_\w+)\(", text_of(path)))
    return known


def names_in(cell):
    return re.findall(r"`(\w+)`", cell)


def names_of_list(file, variable):
    """The words of a constant list in C++; the identifiers in it are looked up in the same file."""
    source = text_of(file)
    inside = re.search(variable + r"\{([^}]*)\}", source).group(1)
    words = re.findall(r'"(\w+)"', inside)
    for name in re.findall(r"\b([a-z_]+)\b(?=\s*[,}]|$)", re.sub(r'"\w*"', "", inside)):
        words.append(re.search(rf'\b{name}\b[^;]*?"(\w+)"', source).group(1))
    return words


class ParametersTest(unittest.TestCase):
    def test_every_row_names_tests_that_are_there(self):
        known, count = known_tests(), 0
        for cells in rows():
            if cells[0].startswith("**"):
                continue  # a heading within the table
            shown = tests_in(cells)
            self.assertTrue(shown, f"no test is named: {cells}")
            self.assertEqual([name for name in shown if name not in known], [], cells[0])
            count += 1
        self.assertGreater(count, 70)

    def test_every_parameter_has_a_row(self):
        named = {name for cells in rows() for name in names_in(cells[0])}
        for file, variable in (("proto/control/job_parameters.cpp", "parameter_names"),
                               ("proto/control/parameter_overrides.cpp", "dictionary_names")):
            wanted = names_of_list(file, variable)
            self.assertGreater(len(wanted), 4, variable)
            self.assertEqual([name for name in wanted if name not in named], [], variable)

    def test_every_member_of_an_override_has_a_row(self):
        named = {name for cells in rows() for name in names_in(cells[0])}
        members = {name for name in re.findall(r'(?:read|in_)\.\w+(?:<\w+>)?\(\s*"(\w+)"',
                                               text_of("proto", "control", "parameter_overrides.cpp"))}
        self.assertGreater(len(members), 8)
        self.assertEqual(sorted(members - named), [])

    def test_every_failure_has_a_row_with_its_code_and_its_exit_code(self):
        table = {cells[0].strip("`"): (cells[1], cells[2]) for cells in rows() if is_failure(cells)}
        known = re.findall(r'failure_kind\{\s*[\w:]+,\s*group::\w+,\s*"(\w+)",\s*(\{\}|\d+),\s*(\d+),',
                           text_of("proto", "failure.cpp"))
        self.assertEqual(len(known), text_of("proto", "failure.cpp").count("failure_kind{"))
        self.assertEqual(table, {word: (code.strip("{}"), end) for word, code, end in known})


if __name__ == "__main__":
    unittest.main()
