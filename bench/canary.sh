#!/usr/bin/env bash
# Measures a shift of samples/chat: clients chat and ask while the traffic moves to the next version, 10 - 50 - 90 - 100, and back again. Prints what
# they noticed, and how long the way back took. At last traffic is moved to where no task is healthy yet, which the load client must notice.
# Everything happens in a copy of this repository in a temporary folder, in a rehearsal cloud of its own; it needs curl and git beside the SDK.
# For an audience there is samples/chat/demo.sh.
#
#   bench/canary.sh [service-pair|stepped|rolling] [CLIENTS] [REQUESTS_PER_SECOND]
#
# Exit code 0: nobody noticed either shift, and the last one was noticed. rolling is there to compare with: it closes the connections of the old tasks.
set -euo pipefail
strategy=${1:-service-pair} clients=${2:-100} rate=${3:-50}

# A minute of AWS lasts ten seconds: slow enough that a machine which is busy with the load does not make health checks run out of patience.
speed=6

hold='.Bake(TimeSpan.FromMinutes(1)).While(Gate.HealthyHosts.AtLeast(1))'
case $strategy in
  service-pair) rollout="Rollout.ServicePair(10, 50, 90)$hold" ;;
  stepped) rollout="Rollout.Stepped(10, 50, 90)$hold" ;;
  rolling) rollout="Rollout.Rolling" ;;
  *) echo "Unknown rollout $strategy; valid are service-pair, stepped and rolling." >&2; exit 2 ;;
esac

source "$(dirname "${BASH_SOURCE[0]}")/shift.sh"
sed -i "s/^\( *\)Port = 8080,/&\n\1Rollout = By.Environment<Rollout>(env => env.IsLocal ? $rollout : Rollout.Rolling),/" build/Chat.cs
# The grace is scaled as well, and a container starts at its own pace, on a quarter of a core and beside the load.
sed -i 's/Health = new("\/health"),/Health = new("\/health") { StartupGrace = TimeSpan.FromMinutes(3) },/' build/Chat.cs
grep -q -F "$rollout" build/Chat.cs && grep -q -F StartupGrace build/Chat.cs || { echo "build/Chat.cs has no line to put the rollout below, or another health check." >&2; exit 1; }
commit "Begin"

set_weights() {
  local query="ModifyRule&RuleArn=$rule&Actions.member.1.Type=forward" member=0 arn weight
  while read -r arn weight; do
    member=$((member + 1))
    query+="&Actions.member.1.ForwardConfig.TargetGroups.member.$member.TargetGroupArn=$arn&Actions.member.1.ForwardConfig.TargetGroups.member.$member.Weight=$weight"
  done
  elb "$query" > /dev/null
}

nothing() { cat > /dev/null; }
shift_by() {
  echo
  echo "== $strategy: ./build.sh $1"
  under_load nothing "$1"
}

quietly Deploy --speed $speed
find_addresses
next_version
shift_by Deploy
shift_by Rollback

echo
echo "== traffic moves before a task is healthy"
early=$(elb "CreateTargetGroup&Name=chat-server-early&Protocol=HTTP&Port=8080&TargetType=ip&VpcId=vpc-rehearsal&HealthCheckPath=/health" | text TargetGroupArn | head -n 1)
before=$(weights)
begin_load
{ sed 's/ .*/ 50/' <<< "$before"; echo "$early 50"; } | set_weights
sleep 3
set_weights <<< "$before"
code=0
end_load || code=$?
[[ $code == 1 ]] || failed+=" Traffic that moved too early was not noticed: exit code $code."

echo
[[ -z $failed ]] || { echo "Failed:$failed"; exit 1; }
echo "Nobody noticed a shift, and a shift that came too early was noticed."
