"""Ships a service through the whole cloud, with every operation that the tool uses; argv: the registry, and a free port."""
import hashlib
import json
import sys
import time
import urllib.error
import urllib.request

import boto3

registry, port = sys.argv[1], int(sys.argv[2])
ecs, elb, ecr, logs, secrets = (boto3.client(name) for name in ("ecs", "elbv2", "ecr", "logs", "secretsmanager"))
opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
MANIFEST = "application/vnd.docker.distribution.manifest.v2+json"


def eventually(what, wanted):
    deadline = time.monotonic() + 60
    while True:
        seen = what()
        if wanted(seen):
            return seen
        assert time.monotonic() < deadline, (seen, ecs.describe_services(cluster="prod", services=["chat"])["services"])
        time.sleep(0.1)


def get(path):
    try:
        with opener.open(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def push(repository, tag):
    """Pushes an image with one layer; the reference to it by digest."""
    token = ecr.get_authorization_token()["authorizationData"][0]["authorizationToken"]

    def blob(content):
        digest = "sha256:" + hashlib.sha256(content).hexdigest()
        request = urllib.request.Request(
            f"http://{registry}/v2/{repository}/blobs/uploads/?digest={digest}", data=content, method="POST",
            headers={"Authorization": "Basic " + token, "Content-Type": "application/octet-stream"})
        with opener.open(request) as response:
            assert response.status == 201, response.status
        return {"digest": digest, "size": len(content)}

    manifest = json.dumps({
        "schemaVersion": 2, "mediaType": MANIFEST, "config": {"mediaType": "application/vnd.docker.container.image.v1+json", **blob(b"{}")},
        "layers": [{"mediaType": "application/vnd.docker.image.rootfs.diff.tar.gzip", **blob(f"{repository} {tag}".encode())}]})
    ecr.put_image(repositoryName=repository, imageManifest=manifest, imageManifestMediaType=MANIFEST, imageTag=tag)
    found = ecr.batch_get_image(repositoryName=repository, imageIds=[{"imageTag": tag}])["images"][0]
    assert found["imageManifest"] == manifest, found
    return f"{registry}/{repository}@{found['imageId']['imageDigest']}"


def register(image):
    answer = ecs.register_task_definition(
        family="chat", requiresCompatibilities=["FARGATE"], networkMode="awsvpc", cpu="256", memory="512",
        executionRoleArn="arn:aws:iam::000000000000:role/execution", runtimePlatform={"cpuArchitecture": "X86_64", "operatingSystemFamily": "LINUX"},
        containerDefinitions=[{
            "name": "app", "image": image, "essential": True, "portMappings": [{"containerPort": 8080}], "stopTimeout": 5,
            "secrets": [{"name": "DATABASE_URL", "valueFrom": secret}],
            "logConfiguration": {"logDriver": "awslogs", "options": {
                "awslogs-group": "/chat", "awslogs-region": "us-east-1", "awslogs-stream-prefix": "v"}}}])
    return answer["taskDefinition"]["taskDefinitionArn"]


def newest():
    brief = ecs.list_service_deployments(cluster="prod", service="chat")["serviceDeployments"][0]
    return ecs.describe_service_deployments(serviceDeploymentArns=[brief["serviceDeploymentArn"]])["serviceDeployments"][0]


def stable():
    ecs.get_waiter("services_stable").wait(cluster="prod", services=["chat"], WaiterConfig={"Delay": 1, "MaxAttempts": 40})


assert boto3.client("sts").get_caller_identity()["Account"] == "000000000000"

# The infrastructure
assert ecs.describe_clusters(clusters=["prod"])["failures"][0]["reason"] == "MISSING"
ecs.create_cluster(clusterName="prod")
try:
    elb.describe_load_balancers(Names=["public"])
    raise AssertionError("a load balancer that was never made")
except elb.exceptions.LoadBalancerNotFoundException:
    pass
balancer = elb.create_load_balancer(Name="public", Subnets=["subnet-a", "subnet-b"])["LoadBalancers"][0]["LoadBalancerArn"]
group = elb.create_target_group(
    Name="chat", Protocol="HTTP", Port=8080, VpcId="vpc-1", TargetType="ip", HealthCheckPath="/health", HealthCheckIntervalSeconds=5,
    HealthCheckTimeoutSeconds=2, HealthyThresholdCount=2)["TargetGroups"][0]["TargetGroupArn"]
elb.modify_target_group_attributes(TargetGroupArn=group, Attributes=[{"Key": "deregistration_delay.timeout_seconds", "Value": "5"}])
listener = elb.create_listener(
    LoadBalancerArn=balancer, Protocol="HTTP", Port=port,
    DefaultActions=[{"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "404"}}])["Listeners"][0]["ListenerArn"]
rule = elb.create_rule(
    ListenerArn=listener, Priority=1, Conditions=[{"Field": "path-pattern", "PathPatternConfig": {"Values": ["/api/*"]}}],
    Actions=[{"Type": "forward", "TargetGroupArn": group}])["Rules"][0]["RuleArn"]
assert (get("/")[0], get("/api/")[0]) == (404, 503)

ecr.create_repository(repositoryName="chat/server", imageTagMutability="IMMUTABLE", imageScanningConfiguration={"scanOnPush": True})
ecr.put_lifecycle_policy(repositoryName="chat/server", lifecyclePolicyText=json.dumps({"rules": [{
    "rulePriority": 1, "selection": {"tagStatus": "any", "countType": "imageCountMoreThan", "countNumber": 10}, "action": {"type": "expire"}}]}))
ecr.create_repository(repositoryName="chat/broken")
logs.create_log_group(logGroupName="/chat")
logs.put_retention_policy(logGroupName="/chat", retentionInDays=7)
assert logs.describe_log_groups(logGroupNamePrefix="/ch")["logGroups"][0]["retentionInDays"] == 7
secret = secrets.create_secret(Name="chat/database", SecretString="postgres://")["ARN"]
assert secrets.describe_secret(SecretId="chat/database")["ARN"] == secret

# The first release
first = register(push("chat/server", "v1"))
ecs.create_service(
    cluster="prod", serviceName="chat", taskDefinition=first, desiredCount=2, launchType="FARGATE", healthCheckGracePeriodSeconds=10,
    networkConfiguration={"awsvpcConfiguration": {"subnets": ["subnet-a"], "securityGroups": ["sg-1"], "assignPublicIp": "DISABLED"}},
    deploymentConfiguration={"strategy": "ROLLING", "minimumHealthyPercent": 100, "maximumPercent": 200,
                             "deploymentCircuitBreaker": {"enable": True, "rollback": True}},
    loadBalancers=[{"targetGroupArn": group, "containerName": "app", "containerPort": 8080}],
    propagateTags="SERVICE", enableECSManagedTags=True, tags=[{"key": "team", "value": "a"}])
stable()
done = eventually(newest, lambda one: one["status"] == "SUCCESSFUL")
assert done["targetServiceRevision"]["runningTaskCount"] == 2, done
healthy = elb.describe_target_health(TargetGroupArn=group)["TargetHealthDescriptions"]
assert [one["TargetHealth"]["State"] for one in healthy] == ["healthy", "healthy"], healthy
assert get("/api/hello") == (200, "server postgres://"), get("/api/hello")
tasks = ecs.describe_tasks(cluster="prod", tasks=ecs.list_tasks(cluster="prod", serviceName="chat")["taskArns"])["tasks"]
assert [(task["lastStatus"], task["containers"][0]["lastStatus"]) for task in tasks] == [("RUNNING", "RUNNING")] * 2, tasks
stream = "v/app/" + tasks[0]["taskArn"].split("/")[-1]
assert [line["message"] for line in logs.get_log_events(logGroupName="/chat", logStreamName=stream, startFromHead=False)["events"]] == ["up"]

# A broken one: the circuit breaker goes back, and then the stock waiter is content
second = register(push("chat/broken", "v2"))
updated = ecs.update_service(cluster="prod", service="chat", taskDefinition=second)["service"]
assert updated["taskDefinition"] == second, updated
back = eventually(newest, lambda one: one["status"].startswith("ROLLBACK_") and one["status"] != "ROLLBACK_IN_PROGRESS")
assert back["status"] == "ROLLBACK_SUCCESSFUL", back
assert back["deploymentCircuitBreaker"]["status"] == "TRIGGERED" and back["deploymentCircuitBreaker"]["failureCount"] >= 3, back
assert back["rollback"]["serviceRevisionArn"] == done["targetServiceRevision"]["arn"], back
stable()
seen = ecs.describe_services(cluster="prod", services=["chat"], include=["TAGS"])["services"][0]
assert (seen["taskDefinition"], seen["runningCount"], [one["rolloutState"] for one in seen["deployments"]]) == (first, 2, ["COMPLETED"]), seen
assert seen["tags"] == [{"key": "team", "value": "a"}], seen
assert any("rolling back" in event["message"] for event in seen["events"]), seen["events"]
revision = ecs.describe_service_revisions(serviceRevisionArns=[back["targetServiceRevision"]["arn"]])["serviceRevisions"][0]
assert revision["taskDefinition"] == second and revision["containerImages"][0]["image"].startswith(f"{registry}/chat/broken@sha256:"), revision
ended = ecs.describe_tasks(cluster="prod", tasks=ecs.list_tasks(cluster="prod", serviceName="chat", desiredStatus="STOPPED")["taskArns"])["tasks"]
broken = [task for task in ended if task["taskDefinitionArn"] == second]
assert broken and {(task["stopCode"], task["containers"][0]["exitCode"]) for task in broken} == {("EssentialContainerExited", 3)}, ended
stream = "v/app/" + broken[0]["taskArn"].split("/")[-1]
assert [line["message"] for line in logs.get_log_events(logGroupName="/chat", logStreamName=stream)["events"]] == ["no database"]
assert get("/api/hello")[1].startswith("server ")

# What else the tool asks for and changes
assert ecs.describe_task_definition(taskDefinition="chat:1")["taskDefinition"]["containerDefinitions"][0]["stopTimeout"] == 5
assert elb.describe_listeners(LoadBalancerArn=balancer)["Listeners"][0]["ListenerArn"] == listener
assert [one["Priority"] for one in elb.describe_rules(ListenerArn=listener)["Rules"]] == ["1", "default"]
elb.modify_target_group(TargetGroupArn=group, HealthCheckIntervalSeconds=10)
assert {"Key": "deregistration_delay.timeout_seconds", "Value": "5"} in elb.describe_target_group_attributes(TargetGroupArn=group)["Attributes"]
elb.modify_rule(RuleArn=rule, Conditions=[{"Field": "path-pattern", "PathPatternConfig": {"Values": ["/v2/*"]}}])
eventually(lambda: get("/v2/")[0], lambda code: code == 200)
elb.modify_listener(ListenerArn=listener, DefaultActions=[{"Type": "forward", "TargetGroupArn": group}])
elb.delete_rule(RuleArn=rule)
eventually(lambda: get("/")[0], lambda code: code == 200)
assert ecr.get_lifecycle_policy(repositoryName="chat/server")["repositoryName"] == "chat/server"
ecr.put_image_tag_mutability(repositoryName="chat/broken", imageTagMutability="IMMUTABLE")
ecr.put_image_scanning_configuration(repositoryName="chat/broken", imageScanningConfiguration={"scanOnPush": True})
made = {one["repositoryName"]: one for one in ecr.describe_repositories()["repositories"]}
assert made["chat/broken"]["imageTagMutability"] == "IMMUTABLE" and made["chat/broken"]["imageScanningConfiguration"]["scanOnPush"], made
ecs.update_service(cluster="prod", service="chat", taskDefinition=first, forceNewDeployment=True)
ecs.stop_service_deployment(serviceDeploymentArn=eventually(newest, lambda one: one["serviceDeploymentArn"] != back["serviceDeploymentArn"])["serviceDeploymentArn"])
eventually(newest, lambda one: one["status"] in ("ROLLBACK_SUCCESSFUL", "STOPPED"))
stable()
