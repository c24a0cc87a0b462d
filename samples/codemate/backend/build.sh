#!/bin/sh
# Writes publish/: the server as one file, and the runtime that it needs.
set -eu
cd "$(dirname "$0")"

rm -rf publish
npm ci --no-audit --no-fund
npm run check
npm run build
sh ../../node/runtime.sh publish/runtime
