#!/bin/sh
# Requests per second of the readiness front over a bare cpp-httplib server, in one run on one machine: a
# trivial handler, 1000-byte body, keep-alive, wrk with 2 threads; servers take turns in every round.
#   bench/front_bench.sh build/release [seconds per measurement] [rounds] [workers]
set -eu
build=$1 seconds=${2:-4} rounds=${3:-3} workers=${4:-16}
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
    line="c=$connections"
    while read -r name port; do
      out=$(wrk -t2 -c"$connections" -d"${seconds}s" --latency "http://127.0.0.1:$port/h")
      rate=$(echo "$out" | sed -n 's/^Requests.sec: *//p')
      p99=$(echo "$out" | sed -n 's/^ *99% *//p')
      [ "$name" = bare ] && bare=$rate
      line="$line  $name $rate/s p99 $p99 ratio $(echo "$rate $bare" | awk '{printf "%.2f", $1 / $2}')"
      echo "$out" | grep -E 'Non-2xx|Socket errors' || true
    done < "$dir/ports"
    echo "$line"
  done
done
