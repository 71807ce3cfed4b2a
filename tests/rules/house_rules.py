"""The house's rules that a machine can check. Each is a function of a path and a text and returns sentences."""

import re

from include_rules import check_includes

LINE_MAX = 120
README_LINES_MAX = 15
HEADER_LINES_MAX = 150
SOURCE_LINES_MAX = 300

# Longer than the rule, and why. An entry that is no longer needed is refused too.
LONGER = {
    "actors/write_batch.hpp": "a template whose parts make one transaction; three lines over",
    "messages/auth.hpp": "one interface with what it sends; eight lines over",
    "messages/prediction.hpp": "one interface with what it sends; five lines over",
    "domain/imports/ofx_statement.cpp": "one walk over one grammar; four lines over",
    "learning/validation.cpp": "offline: the fold loop and what it prints; nothing is served from it",
    "messages/json_tables.hpp": "one template per kind of shape; a reader wants them side by side",
    "storage/ledger/sql_ledger_repository.cpp": "one class whose statements share their bindings",
    "storage/ledger/memory_ledger_repository.cpp": "the same class in memory, for its tests",
    "tests/domain/score/random_households.hpp": "one generator of households, drawn in one fixed order",
    "tests/storage/ledger_repository_contract_test.cpp": "one contract, run against every form of the repository",
    "tests/storage/ledger_samples.hpp": "the rows that contract is run on",
    "tests/storage/store_forms.hpp": "the forms of every store, side by side",
    "tests/http/dispatcher_test.cpp": "one contract: the order in which a request is refused",
    "tests/http/sample_routes.hpp": "one table of sample routes; its rows are the test's data",
}

BANNED_NAMES = re.compile(r"(^|[/_.-])(utils?|helpers?|common|managers?|misc)(?=[/_.-]|$)", re.IGNORECASE)
UNFINISHED = re.compile(r"\b(TO" r"DO|FIX" r"ME)\b")
SLEEPING = re.compile(r"\bsleep_(for|until)\b|\b(u|nano)?[s]leep(\s*\(|\s+[\d.$])")
CLOCKS = re.compile(r"\b\w+_clock::now\b|\brandom_device\b|\bstd::rand\b|\btime\(nullptr\)")
# What the call gave ends before the first turn of such a loop.
PASSING = re.compile(r"for \([^;()]* : [\w.:>-]*\([^()]*\)->")
SQL = re.compile(r"\b(SELECT\s[^;]*\bFROM\b|SELECT\s+\w+\(|INSERT\s+(OR\s+\w+\s+)?INTO\s|UPDATE\s+\w+\s+SET\s|"
                 r"DELETE\s+FROM\s|(CREATE|DROP|ALTER)\s+(TABLE|INDEX|TRIGGER|VIEW)\s|PRAGMA\s+\w+)")
ROUTE = re.compile(r'\b(get|post|put|patch|remove)\(\s*"(/[^"]*)"')
README_ROUTES = re.compile(r"`([A-Z]+(?:, [A-Z]+)*) (/[^`\s]*)`")


def is_source(path):
    return path.endswith((".cpp", ".hpp"))


def is_product(path):
    return is_source(path) and not path.startswith(("tests/", "bench/"))


def place(path, text, at):
    return f"{path}:{text.count(chr(10), 0, at) + 1}"


def check_name(path):
    return [f"{path}: the name says nothing ({found.group(2)})" for found in BANNED_NAMES.finditer(path)]


def check_guard(path, text):
    if not path.endswith(".hpp") or text.startswith("#pragma once\n"):
        return []
    return [f"{path}: a header begins with #pragma once"]


def check_length(path, text, longer=None):
    longer = LONGER if longer is None else longer
    if not is_source(path):
        return []
    most = HEADER_LINES_MAX if path.endswith(".hpp") else SOURCE_LINES_MAX
    lines = text.count("\n")
    if lines > most and path not in longer:
        return [f"{path}: {lines} lines, {most} are allowed: split it by reason to change"]
    if lines <= most and path in longer:
        return [f"{path}: is listed as too long and is not"]
    return []


def check_line_width(path, text):
    if not is_source(path):
        return []
    return [f"{path}:{number}: {len(line)} characters, {LINE_MAX} are allowed"
            for number, line in enumerate(text.split("\n"), 1) if len(line) > LINE_MAX]


def check_finished(path, text):
    return [f"{place(path, text, found.start())}: says {found.group(0)}" for found in UNFINISHED.finditer(text)]


def check_loop(path, text):
    if not path.endswith((".cpp", ".hpp")):
        return []
    return [f"{place(path, text, found.start())}: a loop over a part of what a call gives: name what it gives first"
            for found in PASSING.finditer(text)]


def check_sleep(path, text):
    if not path.startswith("tests/"):
        return []
    return [f"{place(path, text, found.start())}: a test waits for the event, it does not sleep"
            for found in SLEEPING.finditer(text)]


def check_clock(path, text):
    if not path.startswith("domain/"):
        return []
    return [f"{place(path, text, found.start())}: a rule is told the time and its random numbers ({found.group(0)})"
            for found in CLOCKS.finditer(text)]


def without_comments(text):
    return re.sub(r"//[^\n]*", "", text)


def check_sql(path, text):
    if not is_product(path) or path.startswith("storage/"):
        return []
    bare = without_comments(text)
    return [f"{place(path, bare, found.start())}: SQL belongs into storage/" for found in SQL.finditer(bare)]


def check_folder_readme(path, text):
    if not path.endswith("/README.md"):
        return []
    lines = text.count("\n")
    found = []
    if lines > README_LINES_MAX:
        found.append(f"{path}: {lines} lines, {README_LINES_MAX} are allowed")
    if "start reading" not in text.lower():
        found.append(f"{path}: does not say where to start reading")
    return found


def check_file(path, text):
    """Everything that is wrong with one file by itself."""
    rules = (check_includes, check_guard, check_length, check_line_width, check_finished, check_loop, check_sleep,
             check_clock, check_sql, check_folder_readme)
    found = check_name(path)
    for rule in rules:
        found += rule(path, text)
    return found


def check_folders(paths):
    """Every folder at the top says what it is for."""
    folders = {path.split("/")[0] for path in paths if "/" in path}
    return [f"{each}/: has no README.md" for each in sorted(folders)
            if not each.startswith(".") and f"{each}/README.md" not in paths]


def routes_in_source(text):
    methods = {"remove": "DELETE"}
    return {(methods.get(name, name.upper()), path) for name, path in ROUTE.findall(without_comments(text))}


def routes_in_readme(text):
    return {(method, path) for methods, path in README_ROUTES.findall(text) for method in methods.split(", ")}


def check_routes(sources, readme):
    """README's tables and the route table name the same routes."""
    served = set().union(*(routes_in_source(text) for text in sources)) if sources else set()
    told = routes_in_readme(readme)
    found = [f"README.md: does not name {method} {path}" for method, path in sorted(served - told)]
    found += [f"README.md: names {method} {path}, which nothing serves" for method, path in sorted(told - served)]
    if not served:
        found.append("no routes found in the route sources: has their form changed?")
    return found


def setup_packages(text):
    lists = re.findall(r"^packages=\((.*?)^\)", text, re.MULTILINE | re.DOTALL) + re.findall(r"packages\+=\(([^)]*)\)", text)
    return {word for each in lists for word in each.split()}


def check_dependencies(setup, document):
    """Every package that gets installed has its line in docs/dependencies.md."""
    packages = setup_packages(setup)
    found = [f"docs/dependencies.md: does not name {name}" for name in sorted(packages) if f"`{name}`" not in document]
    if not packages:
        found.append("no packages found in ops/setup: has its form changed?")
    return found
