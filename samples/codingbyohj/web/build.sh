#!/bin/sh
# Writes out/: the pages and their files, for S3.
set -eu
cd "$(dirname "$0")"
export NEXT_TELEMETRY_DISABLED=1

npm ci --no-audit --no-fund
# What an earlier build left is not to be taken for this one's.
rm -rf .next out
npm run build
