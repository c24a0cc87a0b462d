#!/usr/bin/env bash
# How fast Slipway deploys a site, beside rclone, aws s3 sync, s3cmd and s3-sync-client, against one S3 server in one interleaved run. A time counts
# only when what lies in the bucket afterwards is right. Prints the whole of docs/sites-speed.md; what it is doing goes to standard error.
#
#   bench/sites/run.sh [--rounds N] [--cases a,b,...] [--tools a,b,...] [--latencies 0,20] [--peers FOLDER] [--record FILE] [--with FILE]
#   bench/sites/run.sh --rounds 5 > docs/sites-speed.md
#
# --peers keeps the tools that are fetched (Debian's rclone and s3cmd by apt-get download, s3-sync-client by npm) for the next run; what cannot be
# had is named, and left out. Everything else lies in a temporary folder, and nothing leaves loopback once the tools are there. It needs Linux, the
# .NET SDK, python3 and git. bench/sites/run.sh --help names the cases and the tools. Five rounds of everything take nearly three hours, most of them for
# the tools that send one request after the other, at 20 ms each; --rounds 1 --latencies 0 takes minutes. What was measured before with --record, and is not
# measured again, is shown too by --with.
#
# Exit code 0: every deploy of Slipway left the bucket right. 1: one did not. 2: unknown options, or it could not begin.
set -euo pipefail
here=$(cd -P "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd -P "$here/../.." && pwd)
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 PYTHONDONTWRITEBYTECODE=1

if [[ " $* " != *" --help "* ]]; then
  for project in Server/SiteServer Shop/SiteShop; do
    dotnet build "$here/$project.csproj" --configuration Release --verbosity quiet -nodeReuse:false -p:RunAnalyzers=false >&2
  done
fi

exec python3 "$here/compare" --server "$root/artifacts/bin/SiteServer/release/SiteServer.dll" --shop "$root/artifacts/bin/SiteShop/release/SiteShop.dll" "$@"
