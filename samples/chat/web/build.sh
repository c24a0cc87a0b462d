#!/bin/sh
# Writes dist/: index.html, and beside it the assets under names with the hash of their content, so that they can be cached
# for ever. The same sources give the same bytes, wherever and however often they are built.
set -eu
LC_ALL=C
export LC_ALL
cd "$(dirname "$0")"

rm -rf dist
mkdir -p dist/assets
replacements=""
for asset in app.js style.css favicon.svg; do
  hash=$(sha256sum "$asset" | cut -c 1-8)
  hashed="assets/${asset%.*}.$hash.${asset##*.}"
  cp "$asset" "dist/$hashed"
  grep -q "\"/$asset\"" index.html || { echo "index.html does not refer to \"/$asset\"." >&2; exit 1; }
  replacements="$replacements;s#\"/$asset\"#\"/$hashed\"#g"
done
sed "${replacements#;}" index.html >dist/index.html
