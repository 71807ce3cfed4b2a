#!/usr/bin/env python3
"""Checks a source tree against the house's rules: check_tree.py ROOT. Prints what is wrong; 1 when anything is."""

import os
import subprocess
import sys

import house_rules

TEXTS = (".cpp", ".hpp", ".py", ".sh", ".md", ".cmake", ".txt", ".js", ".mjs", ".ts", ".tsx", ".css", ".html", ".toml", ".yml", ".service")
ROUTE_FOLDER = "http/"
NOT_OURS = {"build", "data", "node_modules", ".git"}


def tracked(root):
    """Tracked files and new ones that are not ignored; without git, everything but what is built."""
    listing = subprocess.run(["git", "-C", root, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
                             capture_output=True, check=False)
    if listing.returncode == 0 and listing.stdout:
        return [each for each in listing.stdout.decode().split("\0") if each and os.path.isfile(os.path.join(root, each))]
    found = []
    for folder, folders, files in os.walk(root):
        folders[:] = [each for each in folders if each not in NOT_OURS]
        found += [os.path.relpath(os.path.join(folder, each), root) for each in files]
    return found


def is_text(path):
    return path.endswith(TEXTS) or path.startswith("ops/") or os.path.basename(path) in ("Makefile", "run")


def read(root, path):
    """The text of a file; an absent one says nothing, which the rules then tell."""
    if not os.path.isfile(os.path.join(root, path)):
        return ""
    with open(os.path.join(root, path), encoding="utf-8") as file:
        return file.read()


def check(root):
    paths = sorted(tracked(root))
    found = house_rules.check_folders(set(paths))
    for path in paths:
        found += house_rules.check_file(path, read(root, path)) if is_text(path) else house_rules.check_name(path)
    routes = [read(root, path) for path in paths if path.startswith(ROUTE_FOLDER) and path.endswith(".cpp")]
    found += house_rules.check_routes(routes, read(root, "README.md"))
    found += house_rules.check_dependencies(read(root, "ops/setup"), read(root, "docs/dependencies.md"))
    return len(paths), found


def main():
    files, found = check(sys.argv[1])
    for each in found:
        print(each)
    print(f"{files} files, {len(found)} against the rules")
    return 1 if found or files < 100 else 0


if __name__ == "__main__":
    sys.exit(main())
