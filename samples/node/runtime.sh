#!/bin/sh
# Copies this machine's node and the shared libraries that it needs into OUTPUT, as they lie in an image: a server's image is then built FROM scratch,
# and no registry is asked for a base image.
#
#   samples/node/runtime.sh OUTPUT
#
# The Dockerfile puts them into a stage of their own, so that the usual base image can take its place (--build-arg BASE=node:22-slim):
#
#   ARG BASE=runtime
#   FROM scratch AS runtime
#   COPY publish/runtime/ /
#   FROM ${BASE}
#   COPY publish/server/ /app/
#   USER 10001:10001
#   ENTRYPOINT ["node", "/app/server.js"]
#
# Certificates, time zones and cultures are inside node itself. The same node gives the same bytes.
set -eu

output=${1:?"usage: runtime.sh OUTPUT"}

fail() {
  printf '%s\n' "runtime.sh: $1" "  try  $2" >&2
  exit 1
}

node=$(command -v node) || fail "node is not on the PATH. Nothing was copied." "install Node.js 20 or later (https://nodejs.org/)"
# What PATH names may be a script or a shim; the running program knows where it is.
node=$("$node" -p process.execPath)
# Debian's own package keeps parts of node in /usr/share, which no list of libraries names.
! ldd "$node" | grep -q libnode || fail "$node is in pieces (libnode). Nothing was copied." "use a build of https://nodejs.org/ or NodeSource, which is one file"

rm -rf "$output"
mkdir -p "$output/usr/local/bin"
cp "$node" "$output/usr/local/bin/node"

# Lines of ldd are "NAME => PATH (ADDRESS)" and, for the loader, "PATH (ADDRESS)"; the kernel's own vdso has no path.
ldd "$node" | sed -n 's|^.* => \(/[^ ]*\) (.*|\1|p; s|^[[:space:]]*\(/[^ ]*\) (.*|\1|p' | while read -r library; do
  mkdir -p "$output$(dirname "$library")"
  cp --dereference "$library" "$output$library"
done
chmod -R u=rwX,go=rX "$output"
