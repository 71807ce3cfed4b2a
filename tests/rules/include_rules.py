"""Which folder may include what. One row per folder; `rows` is all there is to change when a decision changes it."""

import re

# A header of the C++ standard library: <vector>, <cstdint>. Those of the operating system end in ".h".
STANDARD = r"<[a-z_]+>"
POSIX = r"<((sys|arpa|netinet)/[a-z_]+|unistd|fcntl|signal|sched|netdb|poll|pthread|pwd|cxxabi)\.h>"


def folder(name):
    return rf'"{name}/[^"]+"'


def header(path):
    return re.escape(f'"{path}"')


def system(pattern):
    return rf"<{pattern}>"


# What the interfaces need of CAF; more would put the actor machinery into every file that reads a message.
NARROW_CAF = system(r"caf/(allowed_unsafe_message_type|typed_actor|message|make_message|error|error_code|atom|fwd|result)\.hpp")

# What names a service without knowing who works for it: docs/decisions/0008-stable-names.md.
SERVICE_NAMES = header("supervisors/service_router.hpp")
CRASH_POLICY = header("supervisors/crash_policy.hpp")

ROWS = {
    "domain": [STANDARD, folder("domain")],
    "messages": [STANDARD, folder("messages"), folder("domain"), NARROW_CAF, system(r"boost/(describe|json|mp11)[/.].*")],
    "config": [STANDARD, POSIX, folder("config"), folder("domain"), system(r"toml\+\+/.*"), system(r"spdlog/.*")],
    "learning": [STANDARD, folder("learning"), folder("domain"), system(r"boost/json[/.].*"), system(r"xgboost/c_api\.h"),
                 system(r"zlib\.h"), system(r"sodium(/.*)?\.h")],
    "storage": [STANDARD, POSIX, folder("storage"), folder("domain"), system(r"soci/.*"), system(r"sqlite3\.h"),
                system(r"sodium\.h"), system(r"zlib\.h"), system(r"boost/json[/.].*"), system(r"curl/curl\.h"),
                system(r"hiredis/hiredis\.h")],
    "supervisors": [STANDARD, POSIX, folder("supervisors"), folder("messages"), folder("domain"), system(r"caf/.*")],
    "actors": [STANDARD, folder("actors"), folder("messages"), folder("domain"), folder("storage"), folder("learning"),
               SERVICE_NAMES, CRASH_POLICY, system(r"caf/.*"), system(r"boost/json/.*"), system(r"sodium\.h")],
    "http": [STANDARD, POSIX, folder("http"), folder("messages"), folder("domain"), SERVICE_NAMES, CRASH_POLICY,
             system(r"caf/.*"), system(r"boost/(describe|json)[/.].*"), system(r"prometheus/.*"), system(r"zlib\.h"),
             system(r"sodium\.h")],
    "cluster": [STANDARD, POSIX, folder("cluster"), folder("messages"), folder("config"), folder("domain"), SERVICE_NAMES, CRASH_POLICY,
                header("supervisors/service_reach.hpp"), folder("storage/net"), system(r"caf/.*"), system(r"boost/(describe|json|mp11)[/.].*"), system(r"sodium\.h"),
                system(r"openssl/.*")],
    "commands": [STANDARD, POSIX, system(r"caf/.*"), system(r"boost/json[/.].*")] + [
        folder(each) for each in ("commands", "cluster", "http", "supervisors", "actors", "storage", "learning", "config",
                                  "messages", "domain")],
    "main.cpp": [STANDARD, folder("commands"), folder("config"), system(r"CLI/.*")],
}

# One file in a folder that may include more than its neighbours.
EXTRAS = {
    "supervisors/app_tree.hpp": [folder("actors"), folder("learning")],
    "supervisors/app_tree.cpp": [folder("actors"), folder("learning")],
    "http/front/library_answers.cpp": [system(r"httplib\.h")],
    "commands/status.cpp": [system(r"httplib\.h"), system(r"boost/describe/.*")],
    "cluster/link/link_transport.cpp": [system(r"grpc(pp)?/.*"), system("absl/synchronization/mutex.h")],
    "cluster/link/dialled_channels.hpp": [system(r"grpcpp/.*")],
    "cluster/link/stream_pipes.hpp": [system(r"grpcpp/.*")],
}

# Refused in every folder, tests included.
NEVER = {
    r"<caf/all\.hpp>": "costs seconds in every file that sees it",
    r'"tests/(?!support/)[^"]+"': "tests are not included by anyone but tests",
}

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"][^>"]+[>"])', re.MULTILINE)


def row_of(path):
    top = path.split("/")[0]
    return ROWS.get(top)


def check_includes(path, text):
    """The includes that `path` may not have, as sentences."""
    found = []
    is_test = path.startswith("tests/")
    allowed = row_of(path)
    for match in INCLUDE.finditer(text):
        name = match.group(1)
        line = text.count("\n", 0, match.start(1)) + 1
        for pattern, why in NEVER.items():
            if re.fullmatch(pattern, name) and not (is_test and "tests/" in pattern):
                found.append(f"{path}:{line}: includes {name}: {why}")
        if allowed is None:
            continue
        if not any(re.fullmatch(each, name) for each in allowed + EXTRAS.get(path, [])):
            found.append(f"{path}:{line}: {path.split('/')[0]} may not include {name}")
    return found
