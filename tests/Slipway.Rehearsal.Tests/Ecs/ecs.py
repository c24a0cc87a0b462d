import sys
import time

import boto3
from botocore.exceptions import ClientError

group = sys.argv[1]
ecs = boto3.client("ecs")
network = {"awsvpcConfiguration": {"subnets": ["subnet-1"], "securityGroups": ["sg-1"], "assignPublicIp": "DISABLED"}}


def register(image, family="web"):
    return ecs.register_task_definition(
        family=family, requiresCompatibilities=["FARGATE"], networkMode="awsvpc", cpu="256", memory="512", tags=[{"key": "team", "value": "a"}],
        containerDefinitions=[{"name": "app", "image": image, "essential": True, "portMappings": [{"containerPort": 8080}]}])["taskDefinition"]["taskDefinitionArn"]


def newest():
    arn = ecs.list_service_deployments(cluster="prod", service="web")["serviceDeployments"][0]["serviceDeploymentArn"]
    return ecs.describe_service_deployments(serviceDeploymentArns=[arn])["serviceDeployments"][0]


def follow(wanted):
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        deployment = newest()
        if deployment["status"] == wanted:
            return deployment
        time.sleep(0.1)
    raise AssertionError((wanted, newest(), ecs.describe_services(cluster="prod", services=["web"])))


def refused(code, call, **arguments):
    try:
        call(**arguments)
    except ClientError as error:
        assert error.response["Error"]["Code"] == code, error.response
        return
    raise AssertionError(f"{arguments} was accepted")


ecs.create_cluster(clusterName="prod", settings=[{"name": "containerInsights", "value": "enabled"}], tags=[{"key": "a", "value": "b"}])
described = ecs.describe_clusters(clusters=["prod", "gone"], include=["TAGS", "SETTINGS"])
assert [one["clusterName"] for one in described["clusters"]] == ["prod"] and described["failures"][0]["reason"] == "MISSING", described

first = register("app:1")
assert ecs.describe_task_definition(taskDefinition="web", include=["TAGS"])["tags"] == [{"key": "team", "value": "a"}]
service = ecs.create_service(
    cluster="prod", serviceName="web", taskDefinition=first, desiredCount=2, launchType="FARGATE", networkConfiguration=network, clientToken="t",
    deploymentConfiguration={"deploymentCircuitBreaker": {"enable": True, "rollback": True}, "minimumHealthyPercent": 100, "maximumPercent": 200},
    loadBalancers=[{"targetGroupArn": group, "containerName": "app", "containerPort": 8080}], tags=[{"key": "x", "value": "y"}])["service"]
done = follow("SUCCESSFUL")
assert done["targetServiceRevision"]["runningTaskCount"] == 2, done

revision = ecs.describe_service_revisions(serviceRevisionArns=[done["targetServiceRevision"]["arn"]])["serviceRevisions"][0]
assert revision["taskDefinition"] == first and revision["containerImages"][0]["containerName"] == "app", revision
ecs.get_waiter("services_stable").wait(cluster="prod", services=["web"], WaiterConfig={"Delay": 1, "MaxAttempts": 10})

tasks = ecs.describe_tasks(cluster="prod", tasks=ecs.list_tasks(cluster="prod", serviceName="web")["taskArns"], include=["TAGS"])["tasks"]
assert {task["lastStatus"] for task in tasks} == {"RUNNING"} and len(tasks) == 2, tasks

ecs.update_service(cluster="prod", service="web", taskDefinition=register("app:bad"))
back = follow("ROLLBACK_SUCCESSFUL")
assert back["rollback"]["serviceRevisionArn"] == revision["serviceRevisionArn"], back
ecs.get_waiter("services_stable").wait(cluster="prod", services=["web"], WaiterConfig={"Delay": 1, "MaxAttempts": 10})

ecs.update_service(cluster="prod", service="web", taskDefinition=register("app:2"))
ecs.stop_service_deployment(serviceDeploymentArn=newest()["serviceDeploymentArn"], stopType="ROLLBACK")
follow("ROLLBACK_SUCCESSFUL")

stopped = ecs.stop_task(cluster="prod", task=tasks[0]["taskArn"], reason="try")["task"]
assert stopped["stopCode"] == "UserInitiated" and stopped["desiredStatus"] == "STOPPED", stopped
run = ecs.run_task(cluster="prod", taskDefinition=register("app:bad", "job"), networkConfiguration=network, launchType="FARGATE")
ecs.get_waiter("tasks_stopped").wait(cluster="prod", tasks=[run["tasks"][0]["taskArn"]], WaiterConfig={"Delay": 1, "MaxAttempts": 20})
ended = ecs.describe_tasks(cluster="prod", tasks=[run["tasks"][0]["taskArn"]])["tasks"][0]
assert ended["containers"][0]["exitCode"] == 3 and ended["stopCode"] == "EssentialContainerExited", ended

arn = service["serviceArn"]
ecs.tag_resource(resourceArn=arn, tags=[{"key": "x", "value": "z"}])
assert ecs.list_tags_for_resource(resourceArn=arn)["tags"] == [{"key": "x", "value": "z"}]
assert ecs.list_services(cluster="prod")["serviceArns"] == [arn]
pages = [page["taskDefinitionArns"] for page in ecs.get_paginator("list_task_definitions").paginate(familyPrefix="web", sort="DESC", PaginationConfig={"PageSize": 2})]
assert [len(page) for page in pages] == [2, 1] and pages[-1] == [first], pages
assert ecs.deregister_task_definition(taskDefinition=pages[0][0])["taskDefinition"]["status"] == "INACTIVE"

refused("InvalidParameterException", ecs.delete_service, cluster="prod", service="web")
refused("ServiceNotFoundException", ecs.update_service, cluster="prod", service="gone")
refused("ClusterNotFoundException", ecs.list_tasks, cluster="gone")
refused("ConflictException", ecs.stop_service_deployment, serviceDeploymentArn=back["serviceDeploymentArn"])
ecs.delete_service(cluster="prod", service="web", force=True)
ecs.get_waiter("services_inactive").wait(cluster="prod", services=["web"], WaiterConfig={"Delay": 1, "MaxAttempts": 20})
