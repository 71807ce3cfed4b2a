#!/usr/bin/env bash
# ops/run with a program that only writes down how it was called.
set -euo pipefail
run=$(cd "$(dirname "$0")/../.." && pwd)/ops/run
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
failed=0

fail() {
  printf 'FAILED: %s\n%s\n' "$1" "${2:-}"
  failed=1
}
says() { [[ $2 == *"$3"* ]] || fail "$1: \"$3\" is missing" "$2"; }

cat > "$dir/smartfin" <<'END'
#!/bin/sh
echo "$@" >> "$CALLS"
[ "$1" = demo ] || exit 0
[ -z "${BROKEN:-}" ] || exit 1
mkdir "$3"
printf 'demo@example.org\nsecret word\n' > "$3.demo-login"
END
chmod +x "$dir/smartfin"
export CALLS=$dir/calls

out=$("$run" "$dir/smartfin" "$dir/data" 0.0.0.0:9000 50)
says "the first start makes a demo and serves it" "$(cat "$CALLS")" \
  "demo --data $dir/data --transactions 50
serve --data $dir/data --listen 0.0.0.0:9000 --demo-login $dir/data.demo-login"
says "an address that a browser can open" "$out" "http://localhost:9000/"
says "the log-in" "$out" "demo@example.org, password secret word"

: > "$CALLS"
out=$("$run" "$dir/smartfin" "$dir/data/" 127.0.0.1:9000 50)
[ "$(cat "$CALLS")" = "serve --data $dir/data --listen 127.0.0.1:9000 --demo-login $dir/data.demo-login" ] || fail "the second start only serves" "$(cat "$CALLS")"
says "the second start tells the log-in again" "$out" "demo@example.org, password secret word"
says "the second start tells the address" "$out" "http://127.0.0.1:9000/"

mkdir "$dir/own"
out=$("$run" "$dir/smartfin" "$dir/own" '[::1]:9000' 50)
says "data of one's own has no demo log-in" "none: ${out%%log-in*}" "http://[::1]:9000/"
[[ $out != *log-in* ]] || fail "a log-in is told that does not exist" "$out"

: > "$CALLS"
! BROKEN=1 "$run" "$dir/smartfin" "$dir/half" 127.0.0.1:9000 50 >/dev/null 2>&1 || fail "a demo that fails is told"
[[ $(cat "$CALLS") != *serve* ]] || fail "nothing is served after a demo that failed"

! "$run" "$dir/smartfin" >/dev/null 2>&1 || fail "four arguments are needed"

[ $failed = 0 ] && echo "ops/run: all as wanted"
exit $failed
