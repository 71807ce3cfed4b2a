#!/bin/sh
# Requests per second of the readiness front over a bare cpp-httplib server, in one run on one machine:
# a trivial handler, 1000-byte body, keep-alive, wrk with 2 threads; the servers take turns in every
# round, and the median round of each is shown.
#   bench/front_bench.sh build/release [seconds per measurement] [rounds] [workers]
set -eu
build=$1 seconds=${2:-2} rounds=${3:-5} workers=${4:-16}
[ -x "$build/front_bench" ] || { echo "build it first: ninja -C $build front_bench" >&2; exit 1; }
dir=$(mktemp -d)
mkfifo "$dir/in"
"$build/front_bench" "$workers" < "$dir/in" > "$dir/ports" &
exec 3> "$dir/in"
trap 'exec 3>&-; wait; rm -r "$dir"' EXIT
until [ "$(wc -l < "$dir/ports")" -ge 3 ]; do sleep 0.1; done
echo "cores $(nproc), workers $workers, load $(cut -d' ' -f1 /proc/loadavg)"
for connections in 16 64 256; do
  for round in $(seq "$rounds"); do
    while read -r name port; do
      out=$(wrk -t2 -c"$connections" -d"${seconds}s" --latency "http://127.0.0.1:$port/h")
      echo "$out" | grep -E 'Non-2xx|Socket errors' || true
      echo "$out" | awk -v name="$name" '$1 == "50%" { p50 = $2 } $1 == "99%" { p99 = $2 }
        $1 == "Requests/sec:" { print name, $2, p50, p99 }'
    done < "$dir/ports"
  done > "$dir/rates"
  # The median of each server's rounds, by rate.
  for name in bare library direct; do
    grep "^$name " "$dir/rates" | sort -n -k2 | sed -n "$(((rounds + 1) / 2))p"
  done | awk -v c="$connections" 'NR == 1 { bare = $2 }
    { printf "c=%-4s %-8s %8.0f/s  p50 %-9s p99 %-9s ratio %.2f\n", c, $1, $2, $3, $4, $2 / bare }'
done
