#!/usr/bin/env bash
# What the GitHub action runs: builds Seaworthy once, prints annotations, writes the report into the job's summary.
# Inputs come as SEAWORTHY_* variables, so that nothing of theirs is read as shell.
set -euo pipefail

home="${GITHUB_ACTION_PATH:-$(cd "$(dirname "$0")/.." && pwd)}"
if [ ! -f "$home/dist/cli.cjs" ]; then
  (cd "$home" && npm ci --no-audit --no-fund --loglevel=error && npm run --silent build) >&2
fi

common=("${SEAWORTHY_PATH:-.}")
if [ -n "${SEAWORTHY_BASELINE:-}" ]; then common+=(--baseline "$SEAWORTHY_BASELINE"); fi
if [ -n "${SEAWORTHY_SINCE:-}" ]; then common+=(--since "$SEAWORTHY_SINCE"); fi
seaworthy() { node "$home/dist/cli.cjs" review "${common[@]}" "$@"; }

if [ -n "${SEAWORTHY_SARIF:-}" ]; then seaworthy --format sarif --fail-on never >"$SEAWORTHY_SARIF"; fi
if [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then seaworthy --format markdown --fail-on never >>"$GITHUB_STEP_SUMMARY"; fi

judged=(--fail-on "${SEAWORTHY_FAIL_ON:-error}")
if [ -n "${SEAWORTHY_MIN_SCORE:-}" ]; then judged+=(--min-score "$SEAWORTHY_MIN_SCORE"); fi
seaworthy --format github "${judged[@]}"
