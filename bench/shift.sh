# What bench/canary.sh and samples/chat/demo.sh share: a copy of this repository with a rehearsal cloud of its own, people who chat meanwhile, and the weights of
# the load balancer. It is read by them (source), in bash with -euo pipefail, and needs curl and git beside the SDK. They set speed, clients and rate.

root=$(cd -P "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

dotnet build "$root/bench/ChatLoad/ChatLoad.csproj" --configuration Release --nologo --verbosity quiet -clp:NoSummary -nodeReuse:false
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

commit() { git add --all && git -c user.name=Bench -c user.email=bench@example.com commit --quiet --allow-empty --message "$1"; }
git init --quiet --initial-branch main

# Another version of the server: the only difference is how long the name of a room may be.
next_version() {
  sed -i 's/RoomLength = 40/RoomLength = 41/' samples/chat/server/Limits.cs
  commit "Allow longer names of rooms"
}

# Runs a target of the build; its output is shown where it fails.
quietly() { ./build.sh "$@" > "$work/build.log" 2>&1 || { cat "$work/build.log"; exit 1; }; }

# After a deploy: where people and the load balancer are.
find_addresses() {
  url=$(address web) aws=$(address aws)
  rule=$(find_rule)
}
address() { sed -n "s/.*\"$1\": \"\(http[^\"]*\)\".*/\1/p" .nuke/temp/last-release.json; }

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

# Runs a target of the build under load; what it says goes through the filter that is named first. A failure is remembered: the figures of what follows are wanted
# all the same.
failed=
under_load() {
  local filter=$1
  shift
  begin_load
  mark_changes &
  local watching=$! code=0
  ./build.sh "$@" --speed "$speed" 2>&1 | tee "$work/build.log" | "$filter" || code=$?
  touch "$work/shifted"
  wait $watching
  [[ $code == 0 ]] || { cat "$work/build.log"; failed+=" $1 ended with $code."; }
  end_load || failed+=" $1 was noticed."
}
