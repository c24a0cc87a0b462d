import time

import boto3
from botocore.exceptions import ClientError

logs = boto3.client("logs")


def refused(code, call, **arguments):
    try:
        call(**arguments)
    except ClientError as error:
        assert error.response["Error"]["Code"] == code, error.response
        return error.response["Error"]["Message"]
    raise AssertionError(f"{arguments} was accepted")


logs.create_log_group(logGroupName="/ecs/chat")
logs.create_log_group(logGroupName="/ecs/other", tags={"team": "a"})
refused("ResourceAlreadyExistsException", logs.create_log_group, logGroupName="/ecs/chat")
logs.put_retention_policy(logGroupName="/ecs/chat", retentionInDays=30)
refused("InvalidParameterException", logs.put_retention_policy, logGroupName="/ecs/chat", retentionInDays=31)
refused("ResourceNotFoundException", logs.put_retention_policy, logGroupName="/ecs/none", retentionInDays=30)
groups = logs.describe_log_groups(logGroupNamePrefix="/ecs/chat")["logGroups"]
assert [(g["logGroupName"], g["retentionInDays"], g["arn"]) for g in groups] == [
    ("/ecs/chat", 30, "arn:aws:logs:us-east-1:000000000000:log-group:/ecs/chat:*")], groups
assert "retentionInDays" not in logs.describe_log_groups(logGroupNamePattern="OTHER")["logGroups"][0]
pages = list(logs.get_paginator("describe_log_groups").paginate(PaginationConfig={"PageSize": 1}))
assert [len(page["logGroups"]) for page in pages] == [1, 1], pages

now = int(time.time() * 1000)
for stream in ("server/app/1", "server/app/2"):
    logs.create_log_stream(logGroupName="/ecs/chat", logStreamName=stream)
logs.put_log_events(logGroupName="/ecs/chat", logStreamName="server/app/1",
                    logEvents=[{"timestamp": now + i, "message": f"line {i} {'ERROR' if i % 4 == 3 else 'ok'}"} for i in range(10)])
logs.put_log_events(logGroupName="/ecs/chat", logStreamName="server/app/2", logEvents=[{"timestamp": now + 5, "message": "ERROR ünique"}])

streams = logs.describe_log_streams(logGroupName="/ecs/chat", orderBy="LastEventTime", descending=True)["logStreams"]
assert [(s["logStreamName"], s["lastEventTimestamp"]) for s in streams] == [("server/app/1", now + 9), ("server/app/2", now + 5)], streams
assert [s["logStreamName"] for s in logs.describe_log_streams(logGroupName="/ecs/chat", logStreamNamePrefix="server/app/2")["logStreams"]] == ["server/app/2"]


def get(**arguments):
    reply = logs.get_log_events(logGroupName="/ecs/chat", logStreamName="server/app/1", **arguments)
    return [e["message"].split()[1] for e in reply["events"]], reply


assert get(limit=3)[0] == ["7", "8", "9"]
head, reply = get(limit=4, startFromHead=True)
assert head == ["0", "1", "2", "3"]
more, reply = get(limit=4, startFromHead=True, nextToken=reply["nextForwardToken"])
assert more == ["4", "5", "6", "7"]
assert get(limit=2, nextToken=reply["nextBackwardToken"])[0] == ["2", "3"]
rest, reply = get(startFromHead=True, nextToken=reply["nextForwardToken"])
assert rest == ["8", "9"]
empty, again = get(startFromHead=True, nextToken=reply["nextForwardToken"])
assert empty == [] and again["nextForwardToken"] == reply["nextForwardToken"], again
assert get(startTime=now + 2, endTime=now + 5)[0] == ["2", "3", "4"]
refused("InvalidParameterException", get, nextToken="x/1")
refused("ResourceNotFoundException", logs.get_log_events, logGroupName="/ecs/chat", logStreamName="none")


def find(pattern="", **arguments):
    return [e["message"] for e in logs.filter_log_events(logGroupName="/ecs/chat", filterPattern=pattern, **arguments)["events"]]


assert find("ERROR") == ["line 3 ERROR", "ERROR ünique", "line 7 ERROR"]
assert find('ERROR -"line 7"') == ["line 3 ERROR", "ERROR ünique"]
assert find('?ünique ?"line 9"') == ["ERROR ünique", "line 9 ok"]
assert find("error") == []
assert find("", logStreamNames=["server/app/2"]) == ["ERROR ünique"]
assert find("ERROR", startTime=now + 4, endTime=now + 7) == ["ERROR ünique", "line 7 ERROR"]
paged = logs.get_paginator("filter_log_events").paginate(logGroupName="/ecs/chat", PaginationConfig={"PageSize": 4})
assert [len(page["events"]) for page in paged] == [4, 4, 3]
refused("InvalidParameterException", find, pattern="{ $.level = 5 }")
refused("ResourceNotFoundException", logs.filter_log_events, logGroupName="/ecs/none")
arn = "arn:aws:logs:us-east-1:000000000000:log-group:/ecs/chat"
assert len(logs.filter_log_events(logGroupIdentifier=arn)["events"]) == 11

logs.delete_log_group(logGroupName="/ecs/other")
refused("ResourceNotFoundException", logs.describe_log_streams, logGroupName="/ecs/other")
