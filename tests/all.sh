#!/usr/bin/env bash
# Every check, what is quick to fail first. `--fast` stops after the tests on SQLite. What the machine cannot do is left
# out and said in the last line; with CI=true it is a failure.
set -euo pipefail
cd "$(dirname "$0")/.."
bin=.venv/bin
processes=${TEST_PROCESSES:-2}
left_out=()
export PYTHONDONTWRITEBYTECODE=1

step() { printf '\n== %s\n' "$1"; }

# A file that must be there, what it belongs to, and what is left out without it.
is_there() {
  local pattern
  for pattern in $1; do [ -e "$pattern" ] && return 0; done
  if [ "${CI:-}" = true ]; then
    echo "$2 is not installed, and with CI=true nothing may be left out." >&2
    exit 1
  fi
  left_out+=("the tests $3 ($2 is not installed)")
  return 1
}

step "Lint"
$bin/ruff check --quiet .
$bin/ruff format --quiet --check .
echo "clean"

step "Import contracts"
if contracts=$($bin/lint-imports --no-cache --no-logo); then tail -n 1 <<<"$contracts"; else echo "$contracts"; exit 1; fi

step "Types"
$bin/mypy

step "Tests on SQLite"
LEARNHUB_TEST_DATABASE=sqlite $bin/python -m pytest -n "$processes" -m "not browser"

if [ "${1:-}" = --fast ]; then
  echo
  echo 'Left out, as "make check" does: the tests on PostgreSQL and in Chromium.'
  exit
fi

if is_there "/usr/lib/postgresql/*/bin/initdb /usr/local/bin/initdb /usr/bin/initdb" PostgreSQL "on PostgreSQL"; then
  step "Tests on PostgreSQL"
  LEARNHUB_TEST_DATABASE=postgresql $bin/python -m pytest -n "$processes" -m "not browser"
fi

if is_there "/usr/bin/chromium /usr/bin/chromium-browser /usr/bin/google-chrome" Chromium "in a browser"; then
  step "Tests in Chromium"
  LEARNHUB_TEST_DATABASE=sqlite $bin/python -m pytest -n "$processes" --dist loadfile -m browser
fi

echo
if [ ${#left_out[@]} -eq 0 ]; then
  echo "Left out: nothing."
else
  printf 'Left out: %s.\n' "$(IFS=';'; echo "${left_out[*]}")"
fi
