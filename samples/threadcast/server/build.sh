#!/bin/sh
# Writes publish/: the server as one file, and node with the libraries that it needs. The same sources and the same node give the same bytes.
set -eu
cd "$(dirname "$0")"

npm ci --no-audit --no-fund --loglevel=error
npm run --silent check
npm run --silent build -- --log-level=warning
sh ../../node/runtime.sh publish/runtime
