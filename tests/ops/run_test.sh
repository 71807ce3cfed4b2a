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
mkdir "$3"
echo key > "$3.master-key"
echo "log in as demo@example.org"
[ -z "${BROKEN:-}" ] || exit 1
END
chmod +x "$dir/smartfin"
export CALLS=$dir/calls

out=$("$run" "$dir/smartfin" "$dir/data" 0.0.0.0:9000 50)
says "the first start makes a demo and serves it" "$(cat "$CALLS")" \
  "demo --data $dir/data --transactions 50
serve --data $dir/data --listen 0.0.0.0:9000"
says "an address that a browser can open" "$out" "http://localhost:9000/"
says "the log-in" "$out" "log in as demo@example.org"
[ "$(stat -c %a "$dir/data/demo-login.txt")" = 600 ] || fail "others can read the log-in"

: > "$CALLS"
out=$("$run" "$dir/smartfin" "$dir/data/" 127.0.0.1:9000 50)
says "the second start keeps the data" "demo was not called: $(cat "$CALLS")" "demo was not called: serve"
says "the second start tells the log-in again" "$out" "log in as demo@example.org"
says "the second start tells the address" "$out" "http://127.0.0.1:9000/"

! BROKEN=1 "$run" "$dir/smartfin" "$dir/half" 127.0.0.1:9000 50 >/dev/null 2>&1 || fail "a demo that fails is told"
[ ! -e "$dir/half" ] && [ ! -e "$dir/half.master-key" ] || fail "half a demo is left behind"

! "$run" "$dir/smartfin" >/dev/null 2>&1 || fail "four arguments are needed"

[ $failed = 0 ] && echo "ops/run: all as wanted"
exit $failed
