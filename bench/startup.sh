#!/usr/bin/env bash
# How long an unchanged `./build.sh --help` takes, beside the way that NUKE's own script starts the same build
# (dotnet build, then dotnet run --no-build), in turn so that both see the same machine. Prints medians in milliseconds.
#
#   bench/startup.sh [RUNS]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
runs=${1:-9}
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

ours() { ./build.sh --help; }
nukes() {
  dotnet build build/_build.csproj --configuration Release /nodeReuse:false /p:UseSharedCompilation=false -nologo -clp:NoSummary --verbosity quiet > /dev/null
  dotnet run --project build/_build.csproj --configuration Release --no-build -- --help
}

milliseconds() {
  local begin=${EPOCHREALTIME/./}
  "$@" > /dev/null
  echo $(((${EPOCHREALTIME/./} - begin) / 1000))
}

# Both must answer the same before a time of either counts.
ours > /dev/null
[[ "$(ours)" == "$(nukes)" ]] || { echo "The two ways do not print the same help." >&2; exit 1; }

a=() b=()
for ((run = 0; run < runs; run++)); do
  a+=("$(milliseconds ours)")
  b+=("$(milliseconds nukes)")
done

median() { printf '%s\n' "$@" | sort -n | sed -n "$((($# + 1) / 2))p"; }
printf '%-46s %6s ms\n' "./build.sh --help, nothing changed" "$(median "${a[@]}")"
printf '%-46s %6s ms\n' "dotnet build + dotnet run --no-build -- --help" "$(median "${b[@]}")"
