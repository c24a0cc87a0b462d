"""Walks LINEAR deployments with pauses through load balancer, alarms and tasks; argv: a free port."""
import sys
import time
import urllib.request

import boto3
from botocore.exceptions import ClientError

port = int(sys.argv[1])
ecs, elb, cloudwatch = (boto3.client(name) for name in ("ecs", "elbv2", "cloudwatch"))
opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def get(**headers):
    with opener.open(urllib.request.Request(f"http://127.0.0.1:{port}/", headers=headers), timeout=10) as answer:
        return answer.read().decode().split(" ")[0]


def newest():
    brief = ecs.list_service_deployments(cluster="prod", service="chat")["serviceDeployments"][0]
    return ecs.describe_service_deployments(serviceDeploymentArns=[brief["serviceDeploymentArn"]])["serviceDeployments"][0]


def until(wanted):
    deadline = time.monotonic() + 60
    while not wanted(seen := newest()):
        assert time.monotonic() < deadline, (seen, ecs.describe_services(cluster="prod", services=["chat"])["services"])
        time.sleep(0.05)
    return seen


def waiting(deployment):
    return [hook["hookId"] for hook in deployment.get("lifecycleHookDetails", []) if hook["status"] == "AWAITING_ACTION"]


def pause():
    seen = until(waiting)
    assert (seen["status"], seen["lifecycleStage"]) == ("IN_PROGRESS", "PRE_PRODUCTION_TRAFFIC_SHIFT"), seen
    return seen


def proceed(deployment, action="CONTINUE"):
    ecs.continue_service_deployment(serviceDeploymentArn=deployment["serviceDeploymentArn"], hookId=waiting(deployment)[0], action=action)


def weights(arn):
    forward = elb.describe_rules(RuleArns=[arn])["Rules"][0]["Actions"][0]["ForwardConfig"]["TargetGroups"]
    return {group["TargetGroupArn"]: group["Weight"] for group in forward}


def group(name):
    arn = elb.create_target_group(
        Name=name, Protocol="HTTP", Port=8080, VpcId="vpc-1", TargetType="ip", HealthCheckPath="/health", HealthCheckIntervalSeconds=5,
        HealthCheckTimeoutSeconds=2, HealthyThresholdCount=2)["TargetGroups"][0]["TargetGroupArn"]
    elb.modify_target_group_attributes(TargetGroupArn=arn, Attributes=[{"Key": "deregistration_delay.timeout_seconds", "Value": "5"}])
    return arn


def deploy(image):
    arn = ecs.register_task_definition(
        family="chat", requiresCompatibilities=["FARGATE"], networkMode="awsvpc", cpu="256", memory="512",
        containerDefinitions=[{"name": "app", "image": image, "portMappings": [{"containerPort": 8080}], "environment": [{"name": "DATABASE_URL", "value": ""}]}])
    return arn["taskDefinition"]["taskDefinitionArn"]


def alarm(missing):
    cloudwatch.put_metric_alarm(
        AlarmName="errors", Namespace="App", MetricName="Errors", Statistic="Sum", Period=60, EvaluationPeriods=1, Threshold=1,
        ComparisonOperator="GreaterThanThreshold", TreatMissingData=missing)


# A listener's default action for production traffic, a rule for test traffic, two groups in both
ecs.create_cluster(clusterName="prod")
balancer = elb.create_load_balancer(Name="public", Subnets=["subnet-a", "subnet-b"])["LoadBalancers"][0]["LoadBalancerArn"]
blue, green = group("blue"), group("green")
both = [{"Type": "forward", "ForwardConfig": {"TargetGroups": [{"TargetGroupArn": blue, "Weight": 1}, {"TargetGroupArn": green, "Weight": 0}]}}]
listener = elb.create_listener(LoadBalancerArn=balancer, Protocol="HTTP", Port=port, DefaultActions=both)["Listeners"][0]["ListenerArn"]
production = elb.describe_rules(ListenerArn=listener)["Rules"][0]["RuleArn"]
test = elb.create_rule(
    ListenerArn=listener, Priority=1, Conditions=[{"Field": "http-header", "HttpHeaderConfig": {"HttpHeaderName": "X-Test", "Values": ["yes"]}}],
    Actions=both)["Rules"][0]["RuleArn"]
alarm("notBreaching")

# The first deployment has nothing to shift from, so nothing to pause for
ecs.create_service(
    cluster="prod", serviceName="chat", taskDefinition=deploy("example/v1"), desiredCount=2, launchType="FARGATE",
    networkConfiguration={"awsvpcConfiguration": {"subnets": ["subnet-a"]}},
    deploymentConfiguration={
        "strategy": "LINEAR", "linearConfiguration": {"stepPercent": 40.0, "stepBakeTimeInMinutes": 0}, "bakeTimeInMinutes": 1,
        "alarms": {"alarmNames": ["errors"], "enable": True, "rollback": True},
        "lifecycleHooks": [{"targetType": "PAUSE", "lifecycleStages": ["PRE_PRODUCTION_TRAFFIC_SHIFT"], "timeoutConfiguration": {"timeoutInMinutes": 60}}]},
    loadBalancers=[{"targetGroupArn": blue, "containerName": "app", "containerPort": 8080, "advancedConfiguration": {
        "alternateTargetGroupArn": green, "productionListenerRule": production, "testListenerRule": test, "roleArn": "arn:aws:iam::000000000000:role/ecs"}}])
first = until(lambda one: one["status"] == "SUCCESSFUL")
assert (weights(production), weights(test)) == ({blue: 100, green: 0}, {blue: 100, green: 0}), (weights(production), weights(test))
assert get() == "v1"

# The second stops before every step until it is told to go on
ecs.update_service(cluster="prod", service="chat", taskDefinition=deploy("example/v2"))
hooks, shares = [], []
for step in range(3):
    seen = pause()
    hooks += waiting(seen)
    source, target = seen["sourceServiceRevisions"][0], seen["targetServiceRevision"]
    shares.append((source["requestedProductionTrafficWeight"], target["requestedProductionTrafficWeight"]))
    assert weights(production) == {blue: shares[-1][0], green: shares[-1][1]}, (weights(production), shares)
    assert (target["requestedTestTrafficWeight"], get(**{"X-Test": "yes"})) == (100, "v2"), target
    assert {get() for _ in range(60)} == ({"v1", "v2"} if step > 0 else {"v1"}), step
    assert (source["runningTaskCount"], target["runningTaskCount"]) == (2, 2), seen
    proceed(seen)
    until(lambda one: waiting(one) != hooks[-1:])
assert shares == [(100, 0), (60, 40), (20, 80)] and len(set(hooks)) == 3, (shares, hooks)
done = until(lambda one: one["status"] == "SUCCESSFUL")
assert done["lifecycleStage"] == "CLEAN_UP" and done["alarms"]["status"] == "MONITORING_COMPLETE", done
assert (weights(production), get()) == ({blue: 0, green: 100}, "v2")
revision = ecs.describe_service_revisions(serviceRevisionArns=[done["targetServiceRevision"]["arn"]])["serviceRevisions"][0]
assert revision["resolvedConfiguration"]["loadBalancers"] == [{"targetGroupArn": green, "productionListenerRule": production}], revision
ecs.get_waiter("services_stable").wait(cluster="prod", services=["chat"], WaiterConfig={"Delay": 1, "MaxAttempts": 10})

# The third is refused at its second pause, the fourth ended by an alarm: both give all traffic back
ecs.update_service(cluster="prod", service="chat", taskDefinition=deploy("example/v3"))
proceed(pause())
seen = until(lambda one: one["targetServiceRevision"]["requestedProductionTrafficWeight"] == 40 and waiting(one))
proceed(seen, "ROLLBACK")
back = until(lambda one: one["status"].startswith("ROLLBACK_") and one["status"] != "ROLLBACK_IN_PROGRESS")
assert back["status"] == "ROLLBACK_SUCCESSFUL" and back["rollback"]["serviceRevisionArn"] == revision["serviceRevisionArn"], back
assert (weights(production), weights(test), get()) == ({blue: 0, green: 100}, {blue: 0, green: 100}, "v2")

ecs.update_service(cluster="prod", service="chat", taskDefinition=deploy("example/v4"))
proceed(pause())
until(lambda one: one["targetServiceRevision"]["requestedProductionTrafficWeight"] == 40 and waiting(one))
alarm("breaching")
back = until(lambda one: one["status"] == "ROLLBACK_SUCCESSFUL")
assert back["alarms"] == {"status": "TRIGGERED", "alarmNames": ["errors"], "triggeredAlarmNames": ["errors"]}, back
assert weights(production) == {blue: 0, green: 100}

# The alarm still fires, so it is ignored; without hooks nothing waits
ecs.update_service(
    cluster="prod", service="chat", taskDefinition=deploy("example/v5"),
    deploymentConfiguration={"strategy": "BLUE_GREEN", "bakeTimeInMinutes": 1, "lifecycleHooks": []})
done = until(lambda one: one["status"] == "SUCCESSFUL")
assert done["alarms"]["status"] == "DISABLED" and "lifecycleHookDetails" not in done, done
assert (weights(production), get()) == ({blue: 100, green: 0}, "v5")

try:
    ecs.continue_service_deployment(serviceDeploymentArn=done["serviceDeploymentArn"], hookId=hooks[0])
    raise AssertionError("a deployment that is over was continued")
except ClientError as error:
    assert error.response["Error"]["Code"] == "InvalidParameterException", error.response
