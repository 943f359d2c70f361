"""Every word of the table of findings, and every failure that planning can end with, is in a golden document: some
map of the sandbox is for it."""
import os
import re
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "system"))
import golden_documents

ABOUT_SIGNING_IN = "the maps of the sandbox are public there; sandbox_test and the planner's tests sign in"
EXCEPTIONS = {
    "addressNotReachableByPortal": "the sandbox is on this machine: nothing is out of its reach",
    "reducedFonts": "the one known twin is a vendor's service; the sandbox has none of that name",
    "invalidRequest": "a job file is refused before a map is read",
    "missingSpatialReference": "likewise",
    "invalidResponse": "of a layer or service it is notLoaded; a portal's item or web map is a document by itself",
    "permissionMissing": ABOUT_SIGNING_IN,
    "signInFailed": ABOUT_SIGNING_IN,
    "signInRequired": ABOUT_SIGNING_IN,
    "serviceLost": "takes an hour of silence; a job's matter, a survey does not wait so long",
    "planChanged": "is of a job that is submitted with a plan; plan_test has it",
    "parameterNotStored": "of a web map file alone, whose secrets nobody can ask for; map_checks_test has it",
    "stateDamaged": "is of a stored plan, not of planning",
}


class GoldenWordsTest(unittest.TestCase):
    def setUp(self):
        self.seen = {code for name in ("capabilities.json", "reports.json")
                     for code in golden_documents.codes_in(golden_documents.golden(name))}

    def missing(self, words):
        return sorted(words - self.seen - set(EXCEPTIONS))

    def test_every_finding_is_in_a_golden_document(self):
        words = golden_documents.finding_words()
        self.assertEqual(len(words), len(re.findall("finding_kind{", golden_documents.text_of("proto", "control", "finding.cpp"))))
        self.assertEqual(self.missing(words), [])

    def test_every_failure_of_planning_is_in_a_golden_document(self):
        words = golden_documents.planning_failure_words()
        self.assertGreater(len(words), 25)
        self.assertEqual(self.missing(words), [])

    def test_exceptions_are_no_more_than_are_needed(self):
        every = golden_documents.finding_words() | golden_documents.planning_failure_words()
        self.assertEqual(sorted(set(EXCEPTIONS) - every), [])
        self.assertEqual(sorted(set(EXCEPTIONS) & self.seen), [])


if __name__ == "__main__":
    unittest.main()
