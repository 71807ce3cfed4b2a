#!/usr/bin/env bash
# What ops/debian-sources reads out of apt's two formats. Installs nothing and asks nobody.
set -euo pipefail
. "$(dirname "$0")/../../ops/debian-sources"

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
failed=0

expect() { # what, wanted, got
  [ "$2" = "$3" ] && return
  printf 'FAILED: %s\n  wanted: %q\n  got:    %q\n' "$1" "$2" "$3"
  failed=1
}
machine() { # a machine without sources
  rm -rf "$dir/apt"
  mkdir -p "$dir/apt/sources.list.d"
}

machine
expect "a machine without sources offers nothing" "" "$(debian_mirror bookworm "$dir/apt")"

machine
cat > "$dir/apt/sources.list" <<'END'
# deb http://commented.example/debian bookworm main
deb-src http://sources.example/debian bookworm main
deb [arch=amd64 signed-by=/usr/share/keyrings/a.gpg] http://mirror.example/debian  bookworm  main contrib # a remark
deb http://second.example/debian bookworm main
END
expect "the first one-line source wins; comments, sources and options do not" \
  "http://mirror.example/debian" "$(debian_mirror bookworm "$dir/apt")"
# An assignment, unlike an argument, ends a script that stops at failures: only one of the formats is there.
if mirror=$(debian_mirror bookworm "$dir/apt"); then expect "one format is enough" "http://mirror.example/debian" "$mirror"
else expect "one format is enough" "success" "failure"; fi
expect "another suite is another matter" "" "$(debian_mirror bookworm-backports "$dir/apt")"

machine
echo 'deb https://download.example/linux/debian bookworm stable' > "$dir/apt/sources.list.d/tools.list"
echo 'deb cdrom:[Debian 12]/ bookworm main' >> "$dir/apt/sources.list.d/tools.list"
expect "a vendor's repository and a disc are no mirrors" "" "$(debian_mirror bookworm "$dir/apt")"

machine
cat > "$dir/apt/sources.list.d/debian.sources" <<'END'
Types: deb
# http://commented.example/debian
URIs: http://mirror.example/debian http://second.example/debian
Suites: bookworm
 bookworm-updates
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

Enabled: no
Types: deb
URIs: http://disabled.example/debian
Suites: bookworm-backports
Components: main

Types: deb-src
URIs: http://sources.example/debian
Suites: bookworm-backports
Components: main
END
# Without an empty line at its end.
printf 'Types: deb deb-src\nURIs: http://security.example/debian-security\nSuites: bookworm-security\nComponents: main' \
  > "$dir/apt/sources.list.d/security.sources"
expect "a stanza's first mirror wins" "http://mirror.example/debian" "$(debian_mirror bookworm "$dir/apt")"
expect "a field goes on in the next line" "http://mirror.example/debian" "$(debian_mirror bookworm-updates "$dir/apt")"
expect "disabled stanzas and sources do not count" "" "$(debian_mirror bookworm-backports "$dir/apt")"
expect "source packages come from the same mirrors, signed" \
  "deb-src [signed-by=/k.gpg] http://mirror.example/debian bookworm main
deb-src [signed-by=/k.gpg] http://mirror.example/debian bookworm-updates main
deb-src [signed-by=/k.gpg] http://security.example/debian-security bookworm-security main" \
  "$(debian_source_package_lines bookworm /k.gpg "$dir/apt")"

machine
printf 'Types: deb\nURIs: http://a.example/debian\nSuites: trixie\nComponents: main' > "$dir/apt/sources.list.d/a.sources"
printf 'Types: deb\nURIs: http://b.example/debian\nSuites: bookworm-backports\nComponents: main\n' \
  > "$dir/apt/sources.list.d/b.sources"
expect "files do not run into each other" "http://a.example/debian" "$(debian_mirror trixie "$dir/apt")"
expect "and backports are seen when they are there" \
  "http://b.example/debian" "$(debian_mirror bookworm-backports "$dir/apt")"

[ $failed = 0 ] && echo "debian-sources: all as wanted"
exit $failed
