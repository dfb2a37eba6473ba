#!/usr/bin/env bash
# Builds everything and runs every test against real servers and clients. Needs the .NET SDK and Debian; installs the rest.
# The last line is "N passed, N failed, N skipped". Everything it starts is stopped, everything it writes is in a temporary folder.
set -uo pipefail
cd "$(dirname "$0")"

readonly work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0 failed=0 skipped=0
: >"$work/failures"

say() { printf '\n== %s\n' "$*"; }

stop() {
  printf '\n%s\n' "$1" >&2
  printf '%d passed, %d failed, %d skipped\n' "$passed" "$((failed + 1))" "$skipped"
  exit 1
}

# A missing program is a failure with a clear message, never a silent skip.
need() {
  local program=$1 package=$2
  command -v "$program" >/dev/null 2>&1 && return
  [ "$(id -u)" = 0 ] || stop "$program is missing and this is not root: install Debian's package $package, then run ./test.sh again."
  if [ ! -f "$work/apt-updated" ]; then
    apt-get update -qq >"$work/apt.log" 2>&1 || stop "apt-get update failed: $(tail -n 3 "$work/apt.log")"
    touch "$work/apt-updated"
  fi
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$package" >"$work/apt.log" 2>&1 \
    || stop "Debian's package $package could not be installed: $(tail -n 3 "$work/apt.log")"
}

count() {
  local trx=$1 name=$2 executed
  executed=$(grep -o '<Counters [^>]*' "$trx" 2>/dev/null | head -n 1)
  [ -n "$executed" ] || { echo "$name wrote no result"; failed=$((failed + 1)); return; }
  attribute() { grep -o " $1=\"[0-9]*\"" <<<"$executed" | grep -o '[0-9]*'; }
  passed=$((passed + $(attribute passed)))
  failed=$((failed + $(attribute failed) + $(attribute error) + $(attribute timeout) + $(attribute aborted)))
  skipped=$((skipped + $(attribute notExecuted)))
}

check() {
  local name=$1
  shift
  if "$@" >"$work/check.log" 2>&1; then
    passed=$((passed + 1))
  else
    echo "FAILED: $name"
    echo "$name" >>"$work/failures"
    tail -n 40 "$work/check.log"
    failed=$((failed + 1))
  fi
}

suite() {
  local name=$1
  say "$name"
  dotnet test "tests/$name" --no-build --nologo --logger "trx;LogFileName=$work/$name.trx" --verbosity quiet 2>&1 | tail -n 60
  # What failed says why: a result without it cannot be told from chance.
  sed -n '/<ErrorInfo>/,/<\/ErrorInfo>/p' "$work/$name.trx" 2>/dev/null | head -n 120 | cut -c1-400
  failures "$work/$name.trx" "$name" >>"$work/failures"
  count "$work/$name.trx" "$name"
}

# One line for each, with how its message begins: the end of a long log is all that some records keep.
failures() {
  local trx=$1 name=$2
  awk -v suite="$name" '
    /<UnitTestResult [^>]*outcome="Failed"/ { match($0, /testName="[^"]*"/); test = substr($0, RSTART + 10, RLENGTH - 11) }
    /<Message>/ && test != "" { sub(/^ *<Message>/, ""); said = 1 }
    said && test != "" { text = text " " $0; lines++ }
    said && test != "" && (/<\/Message>/ || lines == 6) { sub(/<\/Message>.*/, "", text); print substr(suite ": " test " -" text, 1, 500); test = ""; text = ""; said = 0; lines = 0 }
    /<\/UnitTestResult>/ && test != "" { print suite ": " test; test = "" }
  ' "$trx" 2>/dev/null
}

say "What the tests need"
command -v dotnet >/dev/null 2>&1 || stop "The .NET SDK is missing: install .NET 10 (global.json names the version)."
need chromium chromium
need pdftotext poppler-utils
need prlimit util-linux
need node nodejs
need npm npm
need git git
need redis-server redis-server
ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1 || need postgres-server postgresql

say "Build"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
dotnet restore --locked-mode --verbosity quiet || stop "The packages could not be restored as locked."
dotnet build --no-restore --verbosity quiet || stop "The build failed."
check "formatting (dotnet format)" dotnet format --no-restore --verify-no-changes

say "Third-party clients"
readonly clients=tests/EndToEndTests/Clients
mkdir "$work/clients" && cp "$clients"/* "$work/clients/"
(cd "$work/clients" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >"$work/npm.log" 2>&1) \
  || stop "The npm clients could not be installed: $(tail -n 5 "$work/npm.log")"
export CHATOPSBOT_CLIENTS="$work/clients"

# Where the development data is beside the checkout, its suites run too.
if [ -d ../shared/data ]; then
  CHATOPSBOT_DATA=$(cd ../shared/data && pwd)
  export CHATOPSBOT_DATA
fi

suite RagCore.UnitTests
suite Channels.UnitTests
suite IntegrationTests
suite EndToEndTests
[ -n "${CHATOPSBOT_DATA:-}" ] && suite Evaluation

say "Result"
sed 's/^/FAILED: /' "$work/failures"
printf '%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
[ "$failed" -eq 0 ]
