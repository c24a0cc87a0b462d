#!/usr/bin/env bash
# The four-minute demo of canary-chat: a hundred people chat while the traffic moves from blue to green, 10 - 50 - 90 - 100 %, a minute at each step, with the gates
# that are judged there; and then the way back, which has to take less than 30 seconds.
# Everything happens in a copy of this repository in a temporary folder, in a rehearsal cloud of its own; it needs curl and git beside the SDK.
#
#   samples/chat/demo.sh [--fast] [PEOPLE] [REQUESTS_PER_SECOND]
#
# One minute of the show stands for the five that CloudWatch needs to tell something of a step; with --fast it is a quarter of a minute.
# Exit code 0: no request failed, nobody's connection was closed by the shift, no message was lost, and the way back took less than 30 seconds.
set -euo pipefail
speed=5 minutes=four
[[ ${1:-} != --fast ]] || { speed=20 minutes="the fast form of the four"; shift; }
clients=${1:-100} rate=${2:-50}

source "$(dirname "${BASH_SOURCE[0]}")/../../bench/shift.sh"
commit "Begin"

began=$SECONDS
say() { printf '%d:%02d  %s\n' $(((SECONDS - began) / 60)) $(((SECONDS - began) % 60)) "$1"; }
# Of what a run says (gates that pass are a detail of it), what the audience is to see: where the traffic is, what the gates say, how it ended.
narrate() {
  local line
  while IFS= read -r line; do
    case $line in
      *"(service "* | *" | "*) ;;
      "server: "* | "canary-chat in "* | FAILED*) say "${line#server: }" ;;
    esac
  done
}

echo "Preparing: blue gets the first version, and the image of the second is built."
quietly Deploy --application canary-chat --speed $speed
find_addresses
next_version
quietly Images --application canary-chat --speed $speed

began=$SECONDS
echo
echo "The $minutes minutes: $clients people chat at $url, and $rate requests a second ask which version answers."
under_load narrate Deploy --application canary-chat --verbosity Verbose

began=$SECONDS
echo
echo "The way back."
under_load narrate Rollback --application canary-chat --verbosity Verbose
settled=$(sed -n 's/^settled *\([0-9]*\).*/\1/p' "$work/load.log")
[[ -n $settled && $settled -lt 30 ]] || failed+=" The way back took ${settled:-too many} seconds."

echo
[[ -z $failed ]] || { echo "Failed:$failed"; exit 1; }
echo "Nobody noticed either. The old version answered everything again ${settled} s after Rollback was entered."
