#!/bin/sh
# Writes publish/: the server in one file, and node with the libraries that it needs.
set -eu
cd "$(dirname "$0")"

npm ci --no-audit --no-fund
rm -rf publish
npm run check
npm run build
../../node/runtime.sh publish/runtime
