#!/usr/bin/env bash
# The demo of samples/chat: clients chat and ask while the traffic moves to the next version, 10 - 50 - 90 - 100, and back again. Prints what
# they noticed, and how long the way back took. At last traffic is moved to where no task is healthy yet, which the load client must notice.
# Everything happens in a copy of this repository in a temporary folder, in a rehearsal cloud of its own; it needs curl and git beside the SDK.
#
#   bench/canary.sh [service-pair|stepped|rolling] [CLIENTS] [REQUESTS_PER_SECOND]
#
# Exit code 0: nobody noticed either shift, and the last one was noticed. rolling is there to compare with: it closes the connections of the old tasks.
set -euo pipefail
root=$(cd -P "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
strategy=${1:-service-pair} clients=${2:-100} rate=${3:-50}
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

# A minute of AWS lasts ten seconds: slow enough that a machine which is busy with the load does not make health checks run out of patience.
speed=6

hold='.Bake(TimeSpan.FromMinutes(1)).While(Gate.HealthyHosts.AtLeast(1))'
case $strategy in
  service-pair) rollout="Rollout.ServicePair(10, 50, 90)$hold" ;;
  stepped) rollout="Rollout.Stepped(10, 50, 90)$hold" ;;
  rolling) rollout="Rollout.Rolling" ;;
  *) echo "Unknown rollout $strategy; valid are service-pair, stepped and rolling." >&2; exit 2 ;;
esac

dotnet build "$root/bench/ChatLoad/ChatLoad.csproj" --configuration Release --verbosity quiet -nodeReuse:false
chatload=$root/artifacts/bin/ChatLoad/release/ChatLoad.dll

work=$(mktemp -d)
cleanup() {
  touch "$work/done"
  (cd "$work/repository" && ./build.sh RehearseStop > "$work/stop.log" 2>&1) || cat "$work/stop.log" >&2
  rm -rf "$work"
}
trap cleanup EXIT

mkdir "$work/repository"
(cd "$root" && git ls-files -z --cached --others --exclude-standard | xargs -0 cp --parents --target-directory "$work/repository")
cd "$work/repository"
sed -i "s/^\( *\)Port = 8080,/&\n\1Rollout = By.Environment<Rollout>(env => env.IsLocal ? $rollout : Rollout.Rolling),/" build/Chat.cs
# The grace is scaled as well, and a container starts at its own pace, on a quarter of a core and beside the load.
sed -i 's/Health = new("\/health"),/Health = new("\/health") { StartupGrace = TimeSpan.FromMinutes(3) },/' build/Chat.cs
grep -q -F "$rollout" build/Chat.cs && grep -q -F StartupGrace build/Chat.cs || { echo "build/Chat.cs has no line to put the rollout below, or another health check." >&2; exit 1; }
commit() { git add --all && git -c user.name=Bench -c user.email=bench@example.com commit --quiet --message "$1"; }
git init --quiet --initial-branch main
commit "Begin"

# The load balancer, in its own protocol.
elb() { curl --silent --show-error --fail --noproxy '*' --aws-sigv4 aws:amz:us-east-1:elasticloadbalancing --user 000000000000:any --data "Version=2015-12-01&Action=$1" "$aws"; }
text() { grep -o "<$1>[^<]*" | cut -d'>' -f2; }
find_rule() {
  local balancer listener
  balancer=$(elb DescribeLoadBalancers | text LoadBalancerArn | head -n 1)
  listener=$(elb "DescribeListeners&LoadBalancerArn=$balancer" | text ListenerArn | head -n 1)
  elb "DescribeRules&ListenerArn=$listener" | tr -d '\n' | sed 's/<RuleArn>/\n&/g' | grep -F '/api/*' | text RuleArn
}
# A line "ARN WEIGHT" for each target group that gets traffic.
weights() { elb "DescribeRules&RuleArns.member.1=$rule" | tr -d '\n' | sed 's/.*<TargetGroups>//; s/<\/TargetGroups>.*//; s/<\/member>/\n/g' | sed -n 's/.*<TargetGroupArn>\([^<]*\)<.*<Weight>\([1-9][0-9]*\)<.*/\1 \2/p'; }
set_weights() {
  local query="ModifyRule&RuleArn=$rule&Actions.member.1.Type=forward" member=0 arn weight
  while read -r arn weight; do
    member=$((member + 1))
    query+="&Actions.member.1.ForwardConfig.TargetGroups.member.$member.TargetGroupArn=$arn&Actions.member.1.ForwardConfig.TargetGroups.member.$member.Weight=$weight"
  done
  elb "$query" > /dev/null
}

# Marks every change of the weights; the end of the shift, when another target group than in the beginning has all traffic.
mark_changes() {
  local began before now
  began=$(weights) before=$began
  while [[ ! -e $work/shifted ]]; do
    now=$(weights)
    if [[ $now != "$before" ]]; then
      if [[ $(wc -l <<< "$now") == 1 && $began != *"${now% *}"* ]]; then echo shift-end; else echo "weights $(cut -d' ' -f2 <<< "$now" | paste -sd/)"; fi >> "$work/marks"
      before=$now
    fi
    sleep 0.1
  done
}

begin_load() {
  rm -f "$work/done" "$work/shifted"
  : > "$work/marks"
  dotnet "$chatload" --url "$url" --clients "$clients" --rate "$rate" --until-file "$work/done" --marks "$work/marks" > "$work/load.log" &
  load=$!
  until grep -q "the load begins" "$work/load.log"; do
    kill -0 $load 2> /dev/null || { cat "$work/load.log"; exit 1; }
    sleep 0.1
  done
  echo shift-begin >> "$work/marks"
}

# Ends the load, prints its figures and gives its exit code.
end_load() {
  local code=0
  touch "$work/done"
  wait $load || code=$?
  sed -n '/^run /,$p' "$work/load.log"
  return $code
}

# Runs a target of the build under load. A failure is remembered: the figures of what follows are wanted all the same.
failed=
shift_by() {
  echo
  echo "== $strategy: ./build.sh $1"
  begin_load
  mark_changes &
  local watching=$! code=0
  ./build.sh "$1" --speed $speed > "$work/build.log" 2>&1 || code=$?
  touch "$work/shifted"
  wait $watching
  [[ $code == 0 ]] || { cat "$work/build.log"; failed+=" $1 ended with $code."; }
  end_load || failed+=" $1 was noticed."
}

./build.sh Deploy --speed $speed > "$work/build.log" 2>&1 || { cat "$work/build.log"; exit 1; }
address() { sed -n "s/.*\"$1\": \"\(http[^\"]*\)\".*/\1/p" .nuke/temp/last-release.json; }
url=$(address web) aws=$(address aws)
rule=$(find_rule)

sed -i 's/RoomLength = 40/RoomLength = 41/' samples/chat/server/Limits.cs
commit "Allow longer names of rooms"
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
