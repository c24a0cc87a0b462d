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

cloudwatch.delete_alarms(AlarmNames=["slow", "ratio", "silent"])
assert cloudwatch.describe_alarms()["MetricAlarms"] == []
