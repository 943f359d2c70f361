"""The workflow's own example and its four ways to treat attachments, from the
job file to the rows and attachments in the package."""
import unittest

import field_data
from harness import AREA
from shared_daemon import SharedDaemonTest, job


def pair(option, direction):
    return {"returnLayerAttachmentOption": option, "attachmentSyncDirection": direction}


class AttachmentsTest(SharedDaemonTest):
    def assert_attachments(self, service, number, returned, direction):
        """Of one layer or table: what was ordered, what has come, and what the replica says of itself."""
        form, = [form for form in self.taken.forms(service) if str(number) in form["layers"].split(",")]
        name = field_data.layer(service, number).name
        self.assertEqual((form["returnAttachments"], form["attachmentsSyncDirection"]),
                         ("true" if returned else "false", direction), name)
        there = self.attachments_at(service, number, self.row_ids(service, number))
        self.assertGreater(there[0], 0, name)
        self.assertEqual(self.taken.package.attachments(name), there if returned else (0, 0), name)
        receipt = self.taken.package.receipt(name)
        self.assertEqual(receipt["AttachmentsSyncDirection"].lower(), "esriattachmentssyncdirection" + direction, name)
        self.assertEqual(receipt["ReturnsAttachments"], form["returnAttachments"], name)

    @staticmethod
    def row_ids(service, number):
        """Rows of the area, of Repairs those of its signs."""
        if (service, number) == ("Trails", 4):
            return field_data.related(service, 4, "SIGN_GUID", 2, field_data.ids(service, 2, area=AREA))
        return field_data.ids(service, number, area=AREA)

    def assert_effect(self, wells, pumps):
        """Wells are editable, pumps read-only."""
        self.assertFalse(self.taken.package.report["hasErrors"])
        for number, (returned, direction) in enumerate((wells, pumps)):
            self.assert_attachments("Rounds", number, returned, direction)
            name = field_data.layer("Rounds", number).name
            self.assertEqual(self.taken.package.rows(name), field_data.count("Rounds", number, area=AREA))

    # The pairs that mean something

    @job("Rounds", **pair("none", "none"))
    def test_none_and_none(self):
        self.assert_effect(wells=(False, "none"), pumps=(False, "none"))

    @job("Rounds", **pair("none", "upload"))
    def test_none_and_upload(self):
        self.assert_effect(wells=(False, "upload"), pumps=(False, "upload"))

    @job("Rounds", **pair("allLayers", "upload"))
    def test_all_layers_and_upload(self):
        self.assert_effect(wells=(True, "upload"), pumps=(True, "upload"))

    @job("Rounds", **pair("allLayers", "bidirectional"))
    def test_all_layers_and_bidirectional(self):
        self.assert_effect(wells=(True, "bidirectional"), pumps=(True, "bidirectional"))

    @job("Rounds", **pair("readOnlyLayers", "none"))
    def test_read_only_layers_and_none(self):
        self.assert_effect(wells=(False, "none"), pumps=(True, "bidirectional"))

    @job("Rounds", **pair("readOnlyLayers", "upload"))
    def test_read_only_layers_and_upload(self):
        self.assert_effect(wells=(False, "upload"), pumps=(True, "upload"))

    @job("Rounds", **pair("readOnlyLayers", "bidirectional"))
    def test_read_only_layers_and_bidirectional(self):
        self.assert_effect(wells=(False, "none"), pumps=(True, "bidirectional"))

    @job("Rounds", **pair("editableLayers", "none"))
    def test_editable_layers_and_none(self):
        self.assert_effect(wells=(True, "bidirectional"), pumps=(False, "none"))

    @job("Rounds", **pair("editableLayers", "upload"))
    def test_editable_layers_and_upload(self):
        self.assert_effect(wells=(True, "upload"), pumps=(False, "upload"))

    @job("Rounds", **pair("editableLayers", "bidirectional"))
    def test_editable_layers_and_bidirectional(self):
        self.assert_effect(wells=(True, "bidirectional"), pumps=(False, "none"))

    # The others

    def test_pairs_that_mean_nothing_are_refused_by_name(self):
        for option, direction in (("none", "bidirectional"), ("allLayers", "none")):
            with self.subTest(option):
                words = self.refuse(self.job_file(self.items["Rounds"], "refused", **pair(option, direction)))
                self.assertIn("parameters.attachmentSyncDirection", words)

    @job("Author of the rounds", attachmentSyncDirection="bidirectional", returnSchemaOnlyForEditableLayers=False)
    def test_a_direction_that_does_not_go_with_the_authors_option_is_mended(self):
        self.assert_effect(wells=(False, "none"), pumps=(False, "none"))
        self.assertIn("attachmentSyncDirection bidirectional with returnLayerAttachmentOption none",
                      " ".join(self.taken.package.report["notes"]))

    @job("Rounds", attachmentSyncDirection="none", defaults="none")
    def test_a_direction_that_does_not_go_with_the_default_option_is_mended(self):
        self.assert_effect(wells=(True, "bidirectional"), pumps=(True, "bidirectional"))
        self.assertIn("attachmentSyncDirection none with returnLayerAttachmentOption allLayers",
                      " ".join(self.taken.package.report["notes"]))

    # The guide's workflows, on a map whose layers are related

    @job("Trails", **pair("allLayers", "bidirectional"))
    def test_workflow_1_attachments_both_ways(self):
        for number in (2, 4):
            self.assert_attachments("Trails", number, True, "bidirectional")

    @job("Rounds", **pair("readOnlyLayers", "bidirectional"))
    def test_workflow_2_attachments_to_look_at(self):
        self.assert_attachments("Rounds", 1, True, "bidirectional")
        self.assert_attachments("Rounds", 0, False, "none")
        self.assertEqual(len(self.taken.forms("Rounds")), 2)  # a replica has one setting

    @job("Trails", **pair("editableLayers", "upload"))
    def test_workflow_3_attachments_of_what_is_edited(self):
        for number in (2, 4):
            self.assert_attachments("Trails", number, True, "upload")

    @job("Trails", **pair("none", "upload"))
    def test_workflow_4_only_new_attachments_go_up(self):
        for number in (2, 4):
            self.assert_attachments("Trails", number, False, "upload")

    # The author's words for them

    @job("Pictures go up only")
    def test_the_author_lets_pictures_go_up_only(self):
        for number in (2, 4):
            self.assert_attachments("Trails", number, False, "upload")
        self.assertEqual(self.taken.package.rows("Signs"), field_data.count("Trails", 2, area=AREA))

    @job("Collect only")
    def test_the_author_wants_empty_layers_to_collect_in(self):
        for service, number in (("Trails", 2), ("Field", 1)):
            self.assertEqual(self.taken.form(service)["layerQueries"][str(number)],
                             {"queryOption": "none", "includeRelated": False})
            self.assertEqual(self.taken.package.rows(field_data.layer(service, number).name), 0)
        self.assert_attachments("Trails", 2, False, "upload")

    @job("Rows without pictures")
    def test_the_author_wants_rows_without_pictures(self):
        for number in (2, 4):
            self.assert_attachments("Trails", number, False, "none")
        self.assertGreater(self.taken.package.rows("Repairs"), 0)  # what the author says of tables is told, not done
        self.assertIn("tables come without rows", " ".join(self.taken.package.report["notes"]))


class ExampleTest(SharedDaemonTest):
    def test_the_guides_example(self):
        taken = self.take("Rounds", maxScale=5000, returnSchemaOnlyForEditableLayers=True,
                          itemInfo={"title": "Rounds (Central)"}, **pair("editableLayers", "upload"))
        package = taken.package
        self.assertFalse(package.report["hasErrors"], package.report)
        self.assertEqual(package.info()["title"], "Rounds (Central)")
        # Pumps are read-only: their rows come, their attachments do not. Wells come empty, with room for both.
        forms = {form["layers"]: form for form in taken.forms("Rounds")}
        self.assertEqual({layers: (form["returnAttachments"], form["attachmentsSyncDirection"]) for layers, form in forms.items()},
                         {"0": ("true", "upload"), "1": ("false", "upload")})
        self.assertEqual((package.rows("Wells"), package.rows("Pumps")), (0, field_data.count("Rounds", 1, area=AREA)))
        self.assertEqual((package.attachments("Wells"), package.attachments("Pumps")), ((0, 0), (0, 0)))
        # The basemap to its most detailed level, 12, which comes before 1 : 5,000.
        self.assertEqual(package.levels(".tpkx"), {level: field_data.tile_count(level, AREA) for level in range(13)})


if __name__ == "__main__":
    unittest.main()
