#!/usr/bin/env bash
# The browser tests: Debian's Chromium, driven by playwright-core, against the release binary.
set -euo pipefail
cd "$(dirname "$0")/.."
PATH="$PATH:/usr/sbin"
for program in chromium named dig named-checkzone; do
  if ! command -v "$program" >/dev/null; then
    printf 'skipped: browser tests (%s is not installed; run: sudo make peers)\n' "$program"
    exit 0
  fi
done
cd tests/browser
if ! cmp -s package-lock.json node_modules/.lock-installed; then
  npm ci --ignore-scripts --no-audit --no-fund --silent
  cp package-lock.json node_modules/.lock-installed
fi
UNDERSTUDY="${CARGO_TARGET_DIR:-$PWD/../../target}/release/understudy" node --test --test-concurrency=1 --test-reporter=tap .
