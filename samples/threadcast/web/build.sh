#!/bin/sh
# Writes dist/. The same sources give the same bytes.
set -eu
cd "$(dirname "$0")"

npm ci --no-audit --no-fund --loglevel=error
npm run --silent check
npm run --silent build -- --logLevel warn
