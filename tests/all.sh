#!/usr/bin/env bash
# Every check, in the order of what is quick to fail. `--fast` stops after the tests on SQLite. What the machine cannot do
# is left out and said in the last line; with CI=true it is a failure.
set -euo pipefail
cd "$(dirname "$0")/.."
bin=.venv/bin
fast=${1:-}
processes=${TEST_PROCESSES:-2}
left_out=()
export PYTHONDONTWRITEBYTECODE=1

step() { printf '\n== %s\n' "$1"; }
installed() {  # what it is, what is then left out, the command that must be there
  command -v "$3" >/dev/null || ls $3 >/dev/null 2>&1 && return 0
  if [ "${CI:-}" = true ]; then echo "$1 is not installed, and with CI=true nothing may be left out" >&2; exit 1; fi
  left_out+=("$2 ($1 is not installed)")
  return 1
}

step "Lint";             $bin/ruff check --quiet . && $bin/ruff format --quiet --check . && echo "clean"
step "Import contracts"; $bin/lint-imports --no-cache --no-logo | tail -n 4
step "Types";            $bin/mypy --no-error-summary && echo "clean"
step "Tests on SQLite";  LEARNHUB_TEST_DATABASE=sqlite $bin/python -m pytest -n "$processes" -m "not browser"

if [ "$fast" = --fast ]; then
  echo; echo "Left out, as \`make check\` does: PostgreSQL, Chromium."
  exit
fi
if installed PostgreSQL "the tests on PostgreSQL" initdb || installed PostgreSQL "" '/usr/lib/postgresql/*/bin/initdb'; then
  step "Tests on PostgreSQL"
  LEARNHUB_TEST_DATABASE=postgresql $bin/python -m pytest -n "$processes" -m "not browser"
fi
if installed Chromium "the tests in a browser" chromium; then
  step "Tests in Chromium"
  LEARNHUB_TEST_DATABASE=sqlite $bin/python -m pytest -n "$processes" --dist loadgroup -m browser
fi

echo
if [ ${#left_out[@]} -eq 0 ]; then echo "Left out: nothing."; else printf 'Left out: %s.\n' "$(IFS=';'; echo "${left_out[*]}")"; fi
