"""Every operation of CloudWatch that the rehearsal cloud has; argv: the protocol."""
import datetime
import sys

import boto3
import botocore.session
from botocore.exceptions import ClientError

session = botocore.session.get_session()
loader = session.get_component("data_loader")
model = loader.load_service_model("cloudwatch", "service-2")
model["metadata"].update(protocols=[sys.argv[1]], protocol=sys.argv[1])
original = loader.load_service_model
loader.load_service_model = lambda name, kind, *rest, **more: (
    model if (name, kind) == ("cloudwatch", "service-2") else original(name, kind, *rest, **more))
cloudwatch = boto3.Session(botocore_session=session).client("cloudwatch")
now = datetime.datetime.now(datetime.timezone.utc)
minute = now.replace(second=0, microsecond=0) - datetime.timedelta(minutes=2)
dimensions = [{"Name": "Service", "Value": "chat"}]

cloudwatch.put_metric_data(Namespace="App", MetricData=[
    {"MetricName": "Latency", "Dimensions": dimensions, "Timestamp": minute, "Value": 0.25, "Unit": "Seconds"},
    {"MetricName": "Latency", "Dimensions": dimensions, "Timestamp": minute, "Values": [0.5, 0.75], "Counts": [2, 1], "Unit": "Seconds"},
    {"MetricName": "Size", "Timestamp": minute, "StatisticValues": {"SampleCount": 2, "Sum": 10, "Minimum": 4, "Maximum": 6}},
])


def stat(identifier, name, statistic, returned=True, dims=()):
    return {"Id": identifier, "ReturnData": returned, "MetricStat": {
        "Metric": {"Namespace": "App", "MetricName": name, "Dimensions": list(dims)}, "Period": 60, "Stat": statistic}}


reply = cloudwatch.get_metric_data(
    StartTime=minute - datetime.timedelta(minutes=5), EndTime=now, ScanBy="TimestampAscending",
    MetricDataQueries=[
        stat("sum", "Latency", "Sum", dims=dimensions),
        stat("count", "Latency", "SampleCount", False, dimensions),
        {"Id": "mean", "Expression": "sum / count", "Label": "mean latency"},
        stat("size", "Size", "Average"),
        stat("none", "Nothing", "Average"),
    ])
results = {result["Id"]: result for result in reply["MetricDataResults"]}
assert list(results) == ["sum", "mean", "size", "none"], reply
assert (results["sum"]["Timestamps"], results["sum"]["Values"], results["sum"]["StatusCode"]) == ([minute], [2.0], "Complete"), reply
assert (results["mean"]["Values"], results["mean"]["Label"]) == ([0.5], "mean latency"), reply
assert results["size"]["Values"] == [5.0], reply
assert (results["none"]["Values"], results["none"]["Timestamps"], results["none"]["StatusCode"]) == ([], [], "Complete"), reply
assert reply["Messages"] == [], reply

metrics = cloudwatch.list_metrics(Namespace="App", Dimensions=[{"Name": "Service"}])["Metrics"]
assert metrics == [{"Namespace": "App", "MetricName": "Latency", "Dimensions": dimensions}], metrics

cloudwatch.put_metric_alarm(
    AlarmName="slow", AlarmDescription="too slow", Namespace="App", MetricName="Latency", Dimensions=dimensions, ExtendedStatistic="p95",
    Period=60, EvaluationPeriods=5, DatapointsToAlarm=1, Threshold=0.5, ComparisonOperator="GreaterThanThreshold", TreatMissingData="notBreaching")
cloudwatch.put_metric_alarm(
    AlarmName="ratio", EvaluationPeriods=5, DatapointsToAlarm=1, Threshold=100, ComparisonOperator="LessThanThreshold", ActionsEnabled=False,
    Metrics=[stat("m1", "Size", "Sum", False), {"Id": "e1", "Expression": "m1 * 100", "ReturnData": True}])
cloudwatch.put_metric_alarm(
    AlarmName="silent", Namespace="App", MetricName="Nothing", Statistic="Sum", Period=60, EvaluationPeriods=1, Threshold=1,
    ComparisonOperator="GreaterThanOrEqualToThreshold")
alarms = {alarm["AlarmName"]: alarm for alarm in cloudwatch.describe_alarms()["MetricAlarms"]}
assert {name: alarm["StateValue"] for name, alarm in alarms.items()} == {"slow": "ALARM", "ratio": "OK", "silent": "INSUFFICIENT_DATA"}, alarms
assert (alarms["slow"]["Threshold"], alarms["slow"]["Period"], alarms["slow"]["DatapointsToAlarm"], alarms["slow"]["Dimensions"]) == (0.5, 60, 1, dimensions), alarms
assert (alarms["ratio"]["ActionsEnabled"], [m["Id"] for m in alarms["ratio"]["Metrics"]]) == (False, ["m1", "e1"]), alarms
assert alarms["slow"]["StateUpdatedTimestamp"] >= now.replace(microsecond=0), alarms
assert [a["AlarmName"] for a in cloudwatch.describe_alarms(AlarmNamePrefix="s", StateValue="ALARM")["MetricAlarms"]] == ["slow"]

try:
    cloudwatch.put_metric_data(Namespace="AWS/X", MetricData=[{"MetricName": "m", "Value": 1}])
    raise AssertionError("a namespace of AWS was accepted")
except ClientError as error:
    assert error.response["Error"]["Code"] == "InvalidParameterValue", error.response

# High resolution: data of this very moment, by the second
space = "Gate"
second = datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0) - datetime.timedelta(seconds=20)
cloudwatch.put_metric_data(Namespace=space, MetricData=[
    {"MetricName": name, "Timestamp": second + datetime.timedelta(seconds=offset), "Value": value, "StorageResolution": 1}
    for name, offset, value in (("Requests", 0, 10), ("Errors", 0, 1), ("Requests", 2, 30), ("Requests", 4, 0), ("Errors", 4, 1))])


def gate(identifier, name, period):
    return {"Id": identifier, "MetricStat": {"Metric": {"Namespace": space, "MetricName": name}, "Period": period, "Stat": "Sum"}, "ReturnData": False}


def expression(text, period=1):
    reply = cloudwatch.get_metric_data(
        StartTime=second, EndTime=second + datetime.timedelta(seconds=5), ScanBy="TimestampAscending",
        MetricDataQueries=[gate("r", "Requests", period), gate("e", "Errors", period), {"Id": "q", "Expression": text}])["MetricDataResults"]
    assert [(one["Id"], one["StatusCode"]) for one in reply] == [("q", "Complete")], reply
    return dict(zip([int((time - second).total_seconds()) for time in reply[0]["Timestamps"]], reply[0]["Values"]))


assert expression("r") == {0: 10, 2: 30, 4: 0}, expression("r")
assert expression("100 * (e / r)") == {0: 10}, expression("100 * (e / r)")
assert expression("FILL(e, 0) / r") == {0: 0.1, 2: 0}, expression("FILL(e, 0) / r")
assert expression("FILL(e, 0)") == {0: 1, 1: 0, 2: 0, 3: 0, 4: 1}
assert expression("IF(r > 20, r, 0)") == {0: 0, 2: 30, 4: 0}
assert expression("SUM(METRICS())") == {0: 11, 2: 30, 4: 1}
assert expression('SUM(METRICS("e"))') == {0: 1, 4: 1}
assert expression("RATE(r)") == {2: 10, 4: -15}
assert expression("MAX([r, e]) - MIN([r, e])") == {0: 9, 2: 0, 4: 1}

cloudwatch.put_metric_alarm(
    AlarmName="quick", Namespace=space, MetricName="Errors", Statistic="Sum", Period=10, EvaluationPeriods=3, DatapointsToAlarm=1, Threshold=0,
    ComparisonOperator="GreaterThanThreshold", TreatMissingData="notBreaching")
assert [a["StateValue"] for a in cloudwatch.describe_alarms(AlarmNames=["quick", "none"])["MetricAlarms"]] == ["ALARM"]
cloudwatch.set_alarm_state(AlarmName="quick", StateValue="OK", StateReason="by hand")
set_alarm = cloudwatch.describe_alarms(AlarmNames=["quick"])["MetricAlarms"][0]
assert (set_alarm["StateValue"], set_alarm["StateReason"]) == ("OK", "by hand"), set_alarm
try:
    cloudwatch.set_alarm_state(AlarmName="none", StateValue="OK", StateReason="r")
    raise AssertionError("an alarm that is not there was set")
except cloudwatch.exceptions.ResourceNotFound:
    pass
pages = cloudwatch.get_paginator("describe_alarms").paginate(PaginationConfig={"PageSize": 1})
assert [[a["AlarmName"] for a in page["MetricAlarms"]] for page in pages] == [["quick"], ["ratio"], ["silent"], ["slow"]]

cloudwatch.delete_alarms(AlarmNames=["slow", "ratio", "silent", "quick"])
assert cloudwatch.describe_alarms()["MetricAlarms"] == []
