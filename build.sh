#!/usr/bin/env bash
# Starts the build. It is compiled only when one of its inputs is newer than the last compilation.
set -euo pipefail

script=${BASH_SOURCE[0]}
[[ $script == */* ]] || script=./$script
root=$(cd -P "${script%/*}" && pwd)

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_TieredPGO=0

if ! type dotnet > /dev/null 2>&1; then
  echo "dotnet is not on the PATH. Install the .NET 10 SDK (https://dotnet.microsoft.com/download), then run this again. Nothing was changed." >&2
  exit 1
fi

artifacts=$root/artifacts
[[ ${UPSTREAM_PACKAGES:-} == true ]] && artifacts+=/upstream
stamp=$artifacts/build.stamp
dll=$artifacts/bin/_build/release/_build.dll

changed() {
  [[ ! -e $stamp || ! -e $dll ]] ||
    [[ -n $(find "$root"/{build,src,compat} "$root"/Directory.*.props "$root/global.json" \
      \( -name bin -o -name obj -o -name node_modules \) -prune -o -newer "$stamp" -print -quit) ]]
}

compile() {
  # Touched before the compilation, so that an edit made meanwhile counts as a change.
  touch "$stamp.new"
  echo "Compiling the build, as its inputs changed." >&2
  local log=$artifacts/build.log options=(--configuration Release --nologo --verbosity quiet -nodeReuse:false -p:RunAnalyzers=false)
  [[ ${CI:-} ]] && options+=(-p:UseSharedCompilation=false)
  if ! dotnet build "$root/build/_build.csproj" "${options[@]}" > "$log" 2>&1; then
    cat "$log" >&2
    echo "The build does not compile, so no target was run. Nothing was changed." >&2
    exit 2
  fi
  mv "$stamp.new" "$stamp"
}

if changed; then
  mkdir -p "$artifacts"
  # Two builds started at once must not compile into the same folder.
  if type flock > /dev/null 2>&1; then
    exec 9> "$artifacts/build.lock"
    flock 9
    changed && compile
    exec 9>&-
  else
    compile
  fi
fi

# NUKE looks for its root from the working directory upwards; the script knows better.
[[ $PWD == "$root" || " $* " == *" --root "* ]] || set -- "$@" --root "$root"

exec dotnet "$dll" "$@"
