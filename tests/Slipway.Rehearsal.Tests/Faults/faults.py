"""Calls and tasks that fail on purpose; argv: a free port."""
import json
import os
import sys
import time
import urllib.error
import urllib.request

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

port = int(sys.argv[1])
faults_url = os.environ["AWS_ENDPOINT_URL"].rstrip("/") + "/_slipway/faults"
opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
patient = Config(retries={"mode": "standard", "total_max_attempts": 4})
ecs, elb, logs = (boto3.client(name, config=patient) for name in ("ecs", "elbv2", "logs"))


def faults(*wanted):
    request = urllib.request.Request(faults_url, data=json.dumps(wanted).encode(), method="PUT")
    with opener.open(request, timeout=10) as answer:
        return json.load(answer)


def hits():
    with opener.open(faults_url, timeout=10) as answer:
        return [one["hits"] for one in json.load(answer)]


def eventually(what, wanted):
    deadline = time.monotonic() + 60
    while True:
        seen = what()
        if wanted(seen):
            return seen
        assert time.monotonic() < deadline, (seen, ecs.describe_services(cluster="prod", services=["web"])["services"], hits())
        time.sleep(0.1)


def get(path="/"):
    try:
        with opener.open(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


# The SDK's own retries get through what ends by itself, in every protocol
CALLS = {
    "ecs": ("ListTaskDefinitions", "list_task_definitions", "ThrottlingException"),
    "elbv2": ("DescribeLoadBalancers", "describe_load_balancers", "Throttling"),
    "cloudwatch": ("ListMetrics", "list_metrics", "Throttling"),
    "s3": ("ListBuckets", "list_buckets", "SlowDown"),
    "cloudfront": ("ListDistributions", "list_distributions", "Throttling"),
    "logs": ("DescribeLogGroups", "describe_log_groups", "ThrottlingException"),
}
SIGNED_AS = {"elbv2": "elasticloadbalancing", "cloudwatch": "monitoring"}
for service, (operation, method, code) in CALLS.items():
    name = f"{SIGNED_AS.get(service, service)}:{operation}"
    faults({"operation": name, "kind": "throttle", "count": 2 if service == "ecs" else 1})
    reply = getattr(boto3.client(service, config=patient), method)()
    assert reply["ResponseMetadata"]["RetryAttempts"] == hits()[0] > 0, (service, reply, hits())
    faults({"operation": name, "kind": "throttle"})
    try:
        getattr(boto3.client(service, config=Config(retries={"total_max_attempts": 1})), method)()
        raise AssertionError(f"{name} was not throttled")
    except ClientError as error:
        assert error.response["Error"]["Code"] == code, error.response
for kind in ("error", "reset"):
    faults({"operation": "logs:Describe*", "kind": kind, "count": 1})
    assert logs.describe_log_groups()["ResponseMetadata"]["RetryAttempts"] == hits()[0] == 1, (kind, hits())
faults({"operation": "logs:CreateLogGroup", "kind": "reset", "when": "after", "count": 1})
try:
    logs.create_log_group(logGroupName="/web")
    raise AssertionError("a repeated creation was accepted")
except logs.exceptions.ResourceAlreadyExistsException:
    pass
faults({"operation": "ecs:*", "kind": "deny"})
try:
    ecs.create_cluster(clusterName="prod")
    raise AssertionError("what is denied was done")
except ClientError as error:
    assert (error.response["Error"]["Code"], hits()) == ("AccessDeniedException", [1]), error.response
faults()

# A service of two tasks
ecs.create_cluster(clusterName="prod")
balancer = elb.create_load_balancer(Name="public", Subnets=["subnet-a", "subnet-b"])["LoadBalancers"][0]["LoadBalancerArn"]
group = elb.create_target_group(
    Name="web", Protocol="HTTP", Port=8080, VpcId="vpc-1", TargetType="ip", HealthCheckPath="/health", HealthCheckIntervalSeconds=5,
    HealthCheckTimeoutSeconds=2, HealthyThresholdCount=2)["TargetGroups"][0]["TargetGroupArn"]
elb.modify_target_group_attributes(TargetGroupArn=group, Attributes=[{"Key": "deregistration_delay.timeout_seconds", "Value": "5"}])
elb.create_listener(LoadBalancerArn=balancer, Protocol="HTTP", Port=port, DefaultActions=[{"Type": "forward", "TargetGroupArn": group}])


def register():
    return ecs.register_task_definition(
        family="web", requiresCompatibilities=["FARGATE"], networkMode="awsvpc", cpu="256", memory="512",
        containerDefinitions=[{"name": "app", "image": "team/web:1", "portMappings": [{"containerPort": 8080}],
                               "environment": [{"name": "DATABASE_URL", "value": "none"}]}])["taskDefinition"]["taskDefinitionArn"]


def newest():
    brief = ecs.list_service_deployments(cluster="prod", service="web")["serviceDeployments"][0]
    return ecs.describe_service_deployments(serviceDeploymentArns=[brief["serviceDeploymentArn"]])["serviceDeployments"][0]


def states():
    return sorted(one["TargetHealth"]["State"] for one in elb.describe_target_health(TargetGroupArn=group)["TargetHealthDescriptions"])


def ended():
    arns = ecs.list_tasks(cluster="prod", serviceName="web", desiredStatus="STOPPED")["taskArns"]
    return ecs.describe_tasks(cluster="prod", tasks=arns)["tasks"] if arns else []


def running():
    return ecs.describe_services(cluster="prod", services=["web"])["services"][0]["runningCount"]


first = register()
ecs.create_service(
    cluster="prod", serviceName="web", taskDefinition=first, desiredCount=2, launchType="FARGATE", healthCheckGracePeriodSeconds=10,
    networkConfiguration={"awsvpcConfiguration": {"subnets": ["subnet-a"]}},
    deploymentConfiguration={"deploymentCircuitBreaker": {"enable": True, "rollback": True}},
    loadBalancers=[{"targetGroupArn": group, "containerName": "app", "containerPort": 8080}])
eventually(newest, lambda one: one["status"] == "SUCCESSFUL")
assert (states(), get()) == (["healthy", "healthy"], 200), (states(), get())

# The new revision crashes, the old one serves on
second = register()
faults({"service": "web", "taskDefinition": "web:2", "kind": "crash"})
ecs.update_service(cluster="prod", service="web", taskDefinition=second)
back = eventually(newest, lambda one: one["status"] in ("SUCCESSFUL", "ROLLBACK_SUCCESSFUL", "ROLLBACK_FAILED") and get() == 200)
assert back["status"] == "ROLLBACK_SUCCESSFUL" and back["deploymentCircuitBreaker"]["status"] == "TRIGGERED", back
crashed = [task for task in ended() if task["taskDefinitionArn"] == second]
assert len(crashed) >= hits()[0] >= 3, (crashed, hits())
assert ("EssentialContainerExited", 137) in {(task["stopCode"], task["containers"][0].get("exitCode")) for task in crashed}, crashed
assert not [task for task in ended() if task["taskDefinitionArn"] == first], ended()

# What is healthy dies, twice, and is replaced
faults({"family": "web", "kind": "flap", "count": 2})
eventually(hits, lambda seen: seen == [2])
eventually(lambda: (running(), states().count("healthy")), lambda seen: seen == (2, 2))
assert len([task for task in ended() if task["taskDefinitionArn"] == first and task["containers"][0].get("exitCode") == 137]) == 2, ended()

# It runs and its checks fail
faults({"service": "web", "kind": "unhealthy", "seconds": 36000})
eventually(ended, lambda tasks: any("failed ELB health checks" in task["stoppedReason"] for task in tasks))
faults()
eventually(lambda: (running(), states().count("healthy")), lambda seen: seen == (2, 2))

# Some answers fail, all are late
faults({"image": "team/web", "kind": "errors", "probability": 0.5, "seed": 1}, {"image": "team/web", "kind": "slow", "milliseconds": 50})
answers = [get() for _ in range(20)]
assert {200, 500} == set(answers), answers
assert hits() == [answers.count(500), 20], (answers, hits())

# Tasks that take long to start: a minute of AWS is a second
faults({"service": "web", "kind": "slow-start", "after": 120})
began = time.monotonic()
ecs.update_service(cluster="prod", service="web", forceNewDeployment=True)
done = eventually(newest, lambda one: one["status"] == "SUCCESSFUL")
assert time.monotonic() - began >= 2 and hits()[0] >= 2, (time.monotonic() - began, hits())
