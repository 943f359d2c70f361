"""mutations.txt: every row of docs/parameters.md has a mutation, and each of them can be made.
scripts/mutate shows that the rows' tests fail with them."""
import unittest

import mutations


class MutationsTest(unittest.TestCase):
    def test_every_row_has_one(self):
        rows, mutated = mutations.keys(), [each.key for each in mutations.mutations()]
        self.assertGreater(len(rows), 70)
        self.assertEqual(len(rows), len(set(rows)), "two rows cannot be told apart")
        self.assertEqual([key for key in rows if key not in mutated], [],
                         "rows without an entry in tests/docs/mutations.txt")
        self.assertEqual([key for key in mutated if key not in rows], [], "mutations without a row")
        self.assertEqual(len(mutated), len(set(mutated)), "a row has two")

    def test_each_changes_one_place_of_the_sources(self):
        for each in mutations.mutations():
            with self.subTest(each.row, line=each.line):
                self.assertEqual(each.wrong(), "")
                self.assertFalse(each.file.startswith("tests/"), "tests are not what is mutated")


if __name__ == "__main__":
    unittest.main()
