#!/bin/sh
# Writes publish/: static/ with what browsers load, server/ with the server that renders the pages, runtime/ with what that needs.
set -eu
cd "$(dirname "$0")"

rm -rf publish
npm ci --no-audit --no-fund
npm run check
npm run build
# It tells the server which files of this very build its pages load.
cp publish/static/.vite/manifest.json publish/server/manifest.json
sh ../../node/runtime.sh publish/runtime
