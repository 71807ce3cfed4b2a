#!/usr/bin/env python3
"""Every rule can fail: each is shown something bad, and the nearest thing that is not."""

import unittest

import house_rules as rules
from include_rules import check_includes

# Spelt in two halves, so that the rules do not find them here.
UNFINISHED = "TO" + "DO"
SLEEP = "sleep" + "_for"
QUERY = "SEL" + "ECT name FROM users"


class Includes(unittest.TestCase):
    def refuses(self, path, name):
        self.assertEqual(len(check_includes(path, f"#pragma once\n\n#include {name}\n")), 1, f"{path} {name}")

    def takes(self, path, name):
        self.assertEqual(check_includes(path, f"#include {name}\n"), [])

    def test_domain_sees_the_standard_library_and_itself_only(self):
        for name in ("<vector>", "<cstdint>", '"domain/money.hpp"'):
            self.takes("domain/loans/loan.hpp", name)
        for name in ("<caf/actor.hpp>", "<soci/soci.h>", "<httplib.h>", "<unistd.h>", '"messages/ledger.hpp"',
                     '"storage/vault.hpp"'):
            self.refuses("domain/loans/loan.hpp", name)

    def test_messages_see_only_the_narrow_headers_of_caf(self):
        self.takes("messages/loans.hpp", "<caf/typed_actor.hpp>")
        self.takes("messages/loans.hpp", "<boost/describe/class.hpp>")
        self.refuses("messages/loans.hpp", "<caf/stateful_actor.hpp>")
        self.refuses("messages/loans.hpp", '"actors/loans/loan_service.hpp"')

    def test_storage_knows_no_actors(self):
        self.takes("storage/loans/loans.cpp", "<soci/soci.h>")
        self.refuses("storage/loans/loans.cpp", "<caf/actor.hpp>")
        self.refuses("storage/loans/loans.cpp", '"messages/ledger.hpp"')

    def test_actors_see_no_http_and_no_other_supervisor_header(self):
        self.takes("actors/loans/loans.cpp", '"supervisors/crash_policy.hpp"')
        self.takes("actors/loans/loans.cpp", '"supervisors/service_router.hpp"')
        self.takes("actors/loans/loans.cpp", '"learning/explain_score.hpp"')
        self.refuses("actors/loans/loans.cpp", '"supervisors/supervisor.hpp"')
        self.refuses("actors/loans/loans.cpp", '"http/call.hpp"')
        self.refuses("actors/loans/loans.cpp", "<soci/soci.h>")

    def test_only_the_tree_includes_actors(self):
        self.takes("supervisors/app_tree.cpp", '"actors/auth/auth_service.hpp"')
        self.refuses("supervisors/supervisor.cpp", '"actors/auth/auth_service.hpp"')
        self.refuses("http/edge.cpp", '"actors/auth/auth_service.hpp"')
        self.refuses("config/settings.hpp", '"actors/auth/auth_service.hpp"')

    def test_the_edge_sees_no_storage_and_one_file_knows_the_http_library(self):
        self.refuses("http/call.cpp", '"storage/vault.hpp"')
        self.refuses("http/call.cpp", "<httplib.h>")
        self.takes("http/front/library_answers.cpp", "<httplib.h>")

    def test_learning_knows_the_rules_and_its_engine(self):
        self.takes("learning/booster.cpp", "<xgboost/c_api.h>")
        self.refuses("learning/booster.cpp", '"messages/score.hpp"')
        self.refuses("storage/score/score.cpp", "<xgboost/c_api.h>")

    def test_main_starts_commands_and_knows_no_part_of_them(self):
        self.takes("main.cpp", '"commands/commands.hpp"')
        self.refuses("main.cpp", '"http/edge.hpp"')

    def test_nobody_includes_all_of_caf_or_a_test(self):
        self.refuses("tests/actors/loans_test.cpp", "<caf/all.hpp>")
        self.refuses("bench/loans.cpp", '"tests/actors/rig.hpp"')
        self.takes("tests/actors/loans_test.cpp", '"tests/actors/rig.hpp"')
        self.takes("bench/loans.cpp", '"tests/support/raw_client.hpp"')

    def test_a_sentence_names_file_and_line(self):
        found = check_includes("domain/a.hpp", "#pragma once\n\n#include <vector>\n  # include <caf/actor.hpp>\n")
        self.assertEqual(found, ["domain/a.hpp:4: domain may not include <caf/actor.hpp>"])


class Files(unittest.TestCase):
    def test_names_that_say_nothing_are_refused(self):
        for path in ("domain/utils.hpp", "http/helpers/x.cpp", "actors/session_manager.cpp", "misc/a.md",
                     "domain/common.hpp"):
            self.assertEqual(len(rules.check_name(path)), 1, path)
        for path in ("domain/commonwealth.hpp", "actors/management_report.cpp"):
            self.assertEqual(rules.check_name(path), [], path)

    def test_a_header_begins_with_its_guard(self):
        self.assertEqual(len(rules.check_guard("a.hpp", "#include <vector>\n#pragma once\n")), 1)
        self.assertEqual(rules.check_guard("a.hpp", "#pragma once\n"), [])

    def test_long_files_are_refused_unless_listed_and_listed_ones_must_be_long(self):
        self.assertEqual(len(rules.check_length("a.hpp", "\n" * 151)), 1)
        self.assertEqual(rules.check_length("a.hpp", "\n" * 150), [])
        self.assertEqual(len(rules.check_length("a.cpp", "\n" * 301)), 1)
        self.assertEqual(rules.check_length("a.cpp", "\n" * 300), [])
        self.assertEqual(rules.check_length("a.cpp", "\n" * 301, {"a.cpp": "why"}), [])
        self.assertEqual(len(rules.check_length("a.cpp", "\n", {"a.cpp": "why"})), 1)

    def test_wide_lines_are_refused(self):
        self.assertEqual(len(rules.check_line_width("a.cpp", "x" * 120 + "\n" + "x" * 121)), 1)

    def test_unfinished_work_is_refused(self):
        self.assertEqual(rules.check_finished("a.cpp", f"int a;\n// {UNFINISHED} later\n"), [f"a.cpp:2: says {UNFINISHED}"])
        self.assertEqual(rules.check_finished("a.cpp", "// methods to do it\n"), [])

    def test_a_loop_does_not_outlive_what_it_goes_over(self):
        self.assertEqual(len(rules.check_loop("a.cpp", "for (const auto& node : current()->nodes)\n")), 1)
        self.assertEqual(rules.check_loop("a.cpp", "for (const auto& node : now->nodes) node.use()->all;\n"), [])

    def test_a_test_does_not_sleep(self):
        self.assertEqual(len(rules.check_sleep("tests/a_test.cpp", f"std::this_thread::{SLEEP}(10ms);\n")), 1)
        for words in ("time.sl" + "eep(1)", "usl" + "eep(5);", "sl" + "eep 0.2"):
            self.assertEqual(len(rules.check_sleep("tests/a_test", words)), 1, words)
        self.assertEqual(rules.check_sleep("tests/a_test.cpp", "// nobody has to sleep here\n"), [])
        self.assertEqual(rules.check_sleep("commands/serve.cpp", f"{SLEEP}(10ms);\n"), [])

    def test_a_rule_reads_no_clock(self):
        self.assertEqual(len(rules.check_clock("domain/a.cpp", "auto t = std::chrono::system_clock::now();\n")), 1)
        self.assertEqual(len(rules.check_clock("domain/a.cpp", "std::random_device seed;\n")), 1)
        self.assertEqual(rules.check_clock("domain/a.cpp", "bool due(instant now);\n"), [])

    def test_sql_lives_in_storage_only(self):
        self.assertEqual(len(rules.check_sql("actors/a.cpp", f'sql << "{QUERY}";\n')), 1)
        self.assertEqual(len(rules.check_sql("http/a.cpp", 'sql << "PRA' + 'GMA user_version";\n')), 1)
        self.assertEqual(rules.check_sql("storage/a.cpp", f'sql << "{QUERY}";\n'), [])
        self.assertEqual(rules.check_sql("actors/a.cpp", "// SEL" + "ECT it FROM the list\nselect(from);\n"), [])

    def test_a_folder_readme_is_short_and_says_where_to_start(self):
        self.assertEqual(len(rules.check_folder_readme("a/README.md", "Start reading at x.\n" + "\n" * 15)), 1)
        self.assertEqual(len(rules.check_folder_readme("a/README.md", "purpose\n")), 1)
        self.assertEqual(rules.check_folder_readme("a/README.md", "Start reading at x.\n"), [])
        self.assertEqual(rules.check_folder_readme("README.md", "\n" * 90), [])

    def test_all_rules_are_applied_to_a_file(self):
        bad = "// " + UNFINISHED + "\n" + "#include <caf/actor.hpp>\n" + "x" * 121 + "\n" + f'"{QUERY}"\nsystem_clock::now\n'
        self.assertEqual(len(rules.check_file("domain/utils.hpp", bad)), 7)


class Tree(unittest.TestCase):
    def test_every_folder_at_the_top_has_a_readme(self):
        self.assertEqual(rules.check_folders({"a/README.md", "a/x.cpp", "b/y.cpp", ".ci/run", "main.cpp"}),
                         ["b/: has no README.md"])

    def test_readme_and_route_table_must_agree(self):
        source = 'table.add(get("/api/v1/a").id("a"),\n table.add(\n remove(\n"/api/v1/a/{id}").id("b"),'
        told = "| `GET /api/v1/a` | and `PATCH, DELETE /api/v1/a/{id}` |"
        self.assertEqual(rules.check_routes([source], told),
                         ["README.md: names PATCH /api/v1/a/{id}, which nothing serves"])
        self.assertEqual(rules.check_routes([source], "`DELETE /api/v1/a/{id}`"), ["README.md: does not name GET /api/v1/a"])

    def test_no_routes_at_all_is_a_broken_check(self):
        self.assertEqual(len(rules.check_routes([], "")), 1)

    def test_every_installed_package_has_its_line(self):
        setup = "packages=(\n  g++ mold\n)\n[ x ] && packages+=(wrk)\n"
        self.assertEqual(rules.check_dependencies(setup, "`g++` `wrk`"), ["docs/dependencies.md: does not name mold"])
        self.assertEqual(len(rules.check_dependencies("", "")), 1)


if __name__ == "__main__":
    unittest.main()
