#!/usr/bin/env bash
# How long it takes to generate the pipelines of an application of 200 services and write them. The first run of a process is measured: that is what
# ./build.sh Pipelines does.
#
#   bench/pipelines.sh
#
# Exit code 0: it took less than a second.
set -euo pipefail
root=$(cd -P "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

dotnet build "$root/tests/Slipway.Tests/Slipway.Tests.csproj" --configuration Release --verbosity quiet -nodeReuse:false
line=$(dotnet "$root/artifacts/bin/Slipway.Tests/release/Slipway.Tests.dll" -noColor -showLiveOutput \
  -method '*.PipelineGeneratorTests.Two_hundred_services_are_generated_and_generated_again_byte_for_byte' | sed -nE 's/.*(200 services: [0-9]+ files in [0-9]+ ms).*/\1/p' | head -1)
echo "$line"
[[ $line =~ in\ ([0-9]+)\ ms ]] && ((BASH_REMATCH[1] < 1000))
