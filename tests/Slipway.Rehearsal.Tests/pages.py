"""Lists that grow with a platform come in AWS's own pages, whole and in order."""
import boto3

ecs, elb, logs, cloudwatch = (boto3.client(name) for name in ("ecs", "elbv2", "logs", "cloudwatch"))
NAMES = [f"service-{number:03}" for number in range(120)]


def pages(client, operation, member, **arguments):
    return [[one for one in page[member]] for page in client.get_paginator(operation).paginate(**arguments)]


def flat(lists):
    return [one for page in lists for one in page]


ecs.create_cluster(clusterName="prod")
network = {"awsvpcConfiguration": {"subnets": ["subnet-a"]}}
for name in NAMES:
    ecs.register_task_definition(
        family=name, requiresCompatibilities=["FARGATE"], networkMode="awsvpc", cpu="256", memory="512",
        containerDefinitions=[{"name": "app", "image": "team/web:1"}])
    ecs.create_service(cluster="prod", serviceName=name, taskDefinition=name, desiredCount=0, networkConfiguration=network)
    logs.create_log_group(logGroupName=f"/{name}")
    elb.create_target_group(Name=name, Protocol="HTTP", Port=8080, VpcId="vpc-1", TargetType="ip")
    cloudwatch.put_metric_alarm(
        AlarmName=name, Namespace="App", MetricName="Errors", Statistic="Sum", Period=60, EvaluationPeriods=1, Threshold=1,
        ComparisonOperator="GreaterThanThreshold")

services = pages(ecs, "list_services", "serviceArns", cluster="prod")
assert [len(page) for page in services] == [10] * 12, services
assert sorted(arn.split("/")[-1] for arn in flat(services)) == NAMES, services
largest = pages(ecs, "list_services", "serviceArns", cluster="prod", PaginationConfig={"PageSize": 100})
assert ([len(page) for page in largest], sorted(flat(largest))) == ([100, 20], sorted(flat(services))), largest
described = ecs.describe_services(cluster="prod", services=flat(services)[:10])["services"]
assert [one["serviceArn"] for one in described] == flat(services)[:10], described
try:
    ecs.describe_services(cluster="prod", services=flat(services)[:11])
    raise AssertionError("eleven services were described at once")
except ecs.exceptions.InvalidParameterException:
    pass

definitions = pages(ecs, "list_task_definitions", "taskDefinitionArns")
assert [len(page) for page in definitions] == [100, 20] and len(set(flat(definitions))) == 120, definitions
for _ in range(2):
    ecs.update_service(cluster="prod", service=NAMES[0], taskDefinition=NAMES[0], forceNewDeployment=True)
token, history = {}, []
while True:
    page = ecs.list_service_deployments(cluster="prod", service=NAMES[0], maxResults=2, **token)
    history.append([one["serviceDeploymentArn"] for one in page["serviceDeployments"]])
    if "nextToken" not in page:
        break
    token = {"nextToken": page["nextToken"]}
assert [len(page) for page in history] == [2, 1] and len(set(flat(history))) == 3, history

groups = pages(elb, "describe_target_groups", "TargetGroups")
assert [len(page) for page in groups] == [120], groups
small = pages(elb, "describe_target_groups", "TargetGroups", PaginationConfig={"PageSize": 50})
assert ([len(page) for page in small], flat(small)) == ([50, 50, 20], flat(groups)), small

found = pages(logs, "describe_log_groups", "logGroups")
assert ([len(page) for page in found], [one["logGroupName"] for one in flat(found)]) == ([50, 50, 20], [f"/{name}" for name in NAMES]), found
alarms = pages(cloudwatch, "describe_alarms", "MetricAlarms")
assert ([len(page) for page in alarms], [one["AlarmName"] for one in flat(alarms)]) == ([50, 50, 20], NAMES), alarms
named = cloudwatch.describe_alarms(AlarmNames=NAMES[20:110], MaxRecords=100)["MetricAlarms"]
assert [one["AlarmName"] for one in named] == NAMES[20:110], named
