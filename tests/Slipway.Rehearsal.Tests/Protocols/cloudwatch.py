"""CloudWatch in each protocol that botocore has for it: argv is the protocol, or empty for its own choice."""
import datetime
import sys

import boto3
import botocore.session
from botocore.config import Config
from botocore.exceptions import ClientError

protocol = sys.argv[1] if len(sys.argv) > 1 else None
if protocol:
    session = botocore.session.get_session()
    loader = session.get_component("data_loader")
    model = loader.load_service_model("cloudwatch", "service-2")
    model["metadata"]["protocols"] = [protocol]
    model["metadata"]["protocol"] = protocol
    original = loader.load_service_model
    loader.load_service_model = lambda name, kind, *rest, **more: (
        model if (name, kind) == ("cloudwatch", "service-2") else original(name, kind, *rest, **more))
    client = boto3.Session(botocore_session=session).client("cloudwatch")
else:
    client = boto3.client("cloudwatch")

start = datetime.datetime(2026, 1, 2, 3, 4, 5, tzinfo=datetime.timezone.utc)
reply = client.get_metric_data(
    MetricDataQueries=[{
        "Id": "m1",
        "MetricStat": {
            "Metric": {"Namespace": "AWS/ApplicationELB", "MetricName": "RequestCount",
                       "Dimensions": [{"Name": "LoadBalancer", "Value": "app/ü/1"}]},
            "Period": 60, "Stat": "Sum"},
        "ReturnData": False}],
    StartTime=start, EndTime=start + datetime.timedelta(minutes=5))
result = reply["MetricDataResults"][0]
assert result["Id"] == "m1", result
assert result["Label"] == "app/ü/1 60 false", result
assert [t.timestamp() for t in result["Timestamps"]] == [start.timestamp() + 0.5], result
assert result["Values"] == [3.0, -2.5, 1e20], result

client.put_metric_data(Namespace="n", MetricData=[{"MetricName": "x" * 200, "Value": 1.5}] * 200)

for call, code in ((lambda: client.describe_alarms(), "ResourceNotFound"),
                   (lambda: client.delete_alarms(AlarmNames=["a"]), ("InvalidAction", "UnknownOperationException"))):
    try:
        call()
        raise AssertionError("not refused")
    except ClientError as error:
        assert error.response["Error"]["Code"] in code, error.response
        assert error.response["Error"]["Message"], error.response
