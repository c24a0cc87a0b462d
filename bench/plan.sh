#!/usr/bin/env bash
# How many calls Preview makes, and how long it takes, for an application of 10, 50 and 200 services that were all deployed before. Each is played in a
# rehearsal cloud of its own, without docker; the numbers of calls are those of AWS, the seconds are without its latency.
#
#   bench/plan.sh
#
# Exit code 0: the numbers are those that the tests assert.
set -euo pipefail
root=$(cd -P "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

dotnet build "$root/tests/Slipway.Tests/Slipway.Tests.csproj" --configuration Release --verbosity quiet -nodeReuse:false
dotnet "$root/artifacts/bin/Slipway.Tests/release/Slipway.Tests.dll" -noColor -showLiveOutput \
  -class 'Slipway.Tests.Releases.FleetTests' | sed -nE 's/.*[^0-9]([0-9]+ services: .*)/\1/p'
