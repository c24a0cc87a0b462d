#!/bin/sh
# Builds one part: api, ws and subdomain into PART/publish (what their images hold), web into web/dist.
#
#   sh samples/fivepointers/build.sh api|ws|subdomain|web
#
# The same sources give the same bytes.
set -eu
part=${1:?"usage: build.sh api|ws|subdomain|web"}
cd "$(dirname "$0")"

# npm writes this file last: where it is newer than the lock file, what is installed is what is locked.
if [ ! node_modules/.package-lock.json -nt package-lock.json ]; then
  npm ci --include=dev --no-audit --no-fund
  touch node_modules/.package-lock.json
fi

export NODE_ENV=production
npx tsc
if [ "$part" = web ]; then
  npx vite build --config web/vite.config.ts
else
  PART="$part" npx vite build --config server.vite.ts
  sh ../node/runtime.sh "$part/publish/runtime"
fi
