"""Every operation of Elastic Load Balancing v2; argv: a free port, and the port of a target that is healthy at /health."""
import http.client
import sys

import boto3
from botocore.exceptions import ClientError

listen, target = int(sys.argv[1]), int(sys.argv[2])
elb = boto3.client("elbv2")


def refused(code, call, **arguments):
    try:
        call(**arguments)
    except ClientError as error:
        assert error.response["Error"]["Code"] == code, error.response
        return error
    raise AssertionError(f"{arguments} was accepted")


def get(path):
    connection = http.client.HTTPConnection("127.0.0.1", listen, timeout=10)
    connection.request("GET", path)
    answer = connection.getresponse()
    return answer.status, answer.read().decode()


balancer = elb.create_load_balancer(
    Name="web", Subnets=["subnet-a", "subnet-b"], SecurityGroups=["sg-1"], Scheme="internal",
    Tags=[{"Key": "team", "Value": "chat & co"}])["LoadBalancers"][0]
arn = balancer["LoadBalancerArn"]
assert (balancer["DNSName"], balancer["State"]["Code"], balancer["Type"], balancer["Scheme"], balancer["SecurityGroups"]) == (
    "127.0.0.1", "active", "application", "internal", ["sg-1"]), balancer
assert balancer["CreatedTime"].year > 2000, balancer
assert [zone["SubnetId"] for zone in balancer["AvailabilityZones"]] == ["subnet-a", "subnet-b"], balancer
assert elb.describe_load_balancers(Names=["web"])["LoadBalancers"] == [balancer]
elb.get_waiter("load_balancer_available").wait(LoadBalancerArns=[arn], WaiterConfig={"Delay": 1, "MaxAttempts": 2})
error = refused("DuplicateLoadBalancerName", elb.create_load_balancer, Name="web", Subnets=["a", "b"])
refused("LoadBalancerNotFound", elb.describe_load_balancers, Names=["none"])
assert isinstance(error, elb.exceptions.DuplicateLoadBalancerNameException)

groups = {}
for name in ("blue", "green"):
    group = elb.create_target_group(
        Name=name, Protocol="HTTP", Port=8080, VpcId="vpc-1", TargetType="ip", HealthCheckPath="/health",
        HealthCheckIntervalSeconds=5, HealthCheckTimeoutSeconds=2, Matcher={"HttpCode": "200-299"})["TargetGroups"][0]
    groups[name] = group["TargetGroupArn"]
    assert group["HealthCheckIntervalSeconds"] == 5 and group["HealthCheckEnabled"] is True, group
changed = elb.modify_target_group(TargetGroupArn=groups["blue"], HealthyThresholdCount=2)["TargetGroups"][0]
assert (changed["HealthyThresholdCount"], changed["Matcher"], changed["LoadBalancerArns"]) == (2, {"HttpCode": "200-299"}, []), changed
attributes = elb.modify_target_group_attributes(
    TargetGroupArn=groups["blue"], Attributes=[{"Key": "deregistration_delay.timeout_seconds", "Value": "5"}])["Attributes"]
assert {"Key": "deregistration_delay.timeout_seconds", "Value": "5"} in attributes, attributes
assert elb.describe_target_group_attributes(TargetGroupArn=groups["blue"])["Attributes"] == attributes
pages = list(elb.get_paginator("describe_target_groups").paginate(PaginationConfig={"PageSize": 1}))
assert [page["TargetGroups"][0]["TargetGroupName"] for page in pages] == ["blue", "green"], pages

fixed = {"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "404", "MessageBody": "<none> & nothing", "ContentType": "text/plain"}}
listener = elb.create_listener(LoadBalancerArn=arn, Protocol="HTTP", Port=listen, DefaultActions=[fixed])["Listeners"][0]
assert listener["DefaultActions"] == [{**fixed, "Order": 1}], listener
assert get("/") == (404, "<none> & nothing")
refused("DuplicateListener", elb.create_listener, LoadBalancerArn=arn, Protocol="HTTP", Port=listen, DefaultActions=[fixed])

conditions = [
    {"Field": "path-pattern", "Values": ["/api/*"]},
    {"Field": "http-request-method", "HttpRequestMethodConfig": {"Values": ["GET"]}},
    {"Field": "source-ip", "SourceIpConfig": {"Values": ["127.0.0.0/8"]}},
]
split = {"Type": "forward", "ForwardConfig": {
    "TargetGroups": [{"TargetGroupArn": groups["blue"], "Weight": 100}, {"TargetGroupArn": groups["green"], "Weight": 0}],
    "TargetGroupStickinessConfig": {"Enabled": True, "DurationSeconds": 60}}}
rule = elb.create_rule(ListenerArn=listener["ListenerArn"], Priority=10, Conditions=conditions, Actions=[split])["Rules"][0]
assert rule["Priority"] == "10" and rule["IsDefault"] is False, rule
assert rule["Actions"] == [{**split, "Order": 1}], rule
assert rule["Conditions"][0] == {"Field": "path-pattern", "Values": ["/api/*"], "PathPatternConfig": {"Values": ["/api/*"]}}, rule
assert rule["Conditions"][1:] == conditions[1:], rule
other = elb.create_rule(
    ListenerArn=listener["ListenerArn"], Priority=20,
    Conditions=[
        {"Field": "host-header", "HostHeaderConfig": {"Values": ["*.example.org"]}},
        {"Field": "http-header", "HttpHeaderConfig": {"HttpHeaderName": "X-Ring", "Values": ["beta"]}},
        {"Field": "query-string", "QueryStringConfig": {"Values": [{"Key": "a", "Value": "1"}, {"Value": "2"}]}},
    ],
    Actions=[{"Type": "redirect", "RedirectConfig": {"StatusCode": "HTTP_301", "Protocol": "HTTPS", "Port": "443"}}])["Rules"][0]
assert other["Conditions"][2]["QueryStringConfig"]["Values"] == [{"Key": "a", "Value": "1"}, {"Value": "2"}], other
assert other["Actions"][0]["RedirectConfig"] == {
    "StatusCode": "HTTP_301", "Protocol": "HTTPS", "Port": "443", "Host": "#{host}", "Path": "/#{path}", "Query": "#{query}"}, other
refused("PriorityInUse", elb.create_rule, ListenerArn=listener["ListenerArn"], Priority=10, Conditions=conditions, Actions=[split])
elb.set_rule_priorities(RulePriorities=[{"RuleArn": rule["RuleArn"], "Priority": 20}, {"RuleArn": other["RuleArn"], "Priority": 10}])
rules = elb.describe_rules(ListenerArn=listener["ListenerArn"])["Rules"]
assert [(r["Priority"], r["IsDefault"]) for r in rules] == [("10", False), ("20", False), ("default", True)], rules
refused("OperationNotPermitted", elb.modify_rule, RuleArn=rules[2]["RuleArn"], Actions=[fixed])

assert get("/api/x")[0] == 503
refused("InvalidTarget", elb.register_targets, TargetGroupArn=groups["blue"], Targets=[{"Id": "10.0.0.1"}])
elb.register_targets(TargetGroupArn=groups["blue"], Targets=[{"Id": "127.0.0.1", "Port": target}])
elb.get_waiter("target_in_service").wait(TargetGroupArn=groups["blue"], WaiterConfig={"Delay": 1, "MaxAttempts": 15})
health = elb.describe_target_health(TargetGroupArn=groups["blue"])["TargetHealthDescriptions"]
assert health == [{"Target": {"Id": "127.0.0.1", "Port": target}, "HealthCheckPort": str(target), "TargetHealth": {"State": "healthy"}}], health
assert get("/api/x") == (200, "web")

moved = elb.modify_rule(RuleArn=rule["RuleArn"], Actions=[{"Type": "forward", "TargetGroupArn": groups["green"]}])["Rules"][0]
assert moved["Actions"][0]["TargetGroupArn"] == groups["green"], moved
assert moved["Actions"][0]["ForwardConfig"]["TargetGroups"] == [{"TargetGroupArn": groups["green"], "Weight": 1}], moved
assert get("/api/x")[0] == 503
assert elb.describe_target_health(TargetGroupArn=groups["blue"])["TargetHealthDescriptions"][0]["TargetHealth"]["Reason"] == "Target.NotInUse"
changed = elb.modify_listener(ListenerArn=listener["ListenerArn"], DefaultActions=[{"Type": "forward", "TargetGroupArn": groups["blue"]}])["Listeners"][0]
assert changed["DefaultActions"][0]["TargetGroupArn"] == groups["blue"], changed
assert elb.describe_listeners(LoadBalancerArn=arn)["Listeners"] == [changed]
assert {g["TargetGroupName"]: g["LoadBalancerArns"] for g in elb.describe_target_groups(LoadBalancerArn=arn)["TargetGroups"]} == {"blue": [arn], "green": [arn]}
refused("ResourceInUse", elb.delete_target_group, TargetGroupArn=groups["blue"])

elb.deregister_targets(TargetGroupArn=groups["blue"], Targets=[{"Id": "127.0.0.1", "Port": target}])
elb.get_waiter("target_deregistered").wait(
    TargetGroupArn=groups["blue"], Targets=[{"Id": "127.0.0.1", "Port": target}], WaiterConfig={"Delay": 1, "MaxAttempts": 15})

elb.modify_load_balancer_attributes(LoadBalancerArn=arn, Attributes=[{"Key": "idle_timeout.timeout_seconds", "Value": "30"}])
assert {"Key": "idle_timeout.timeout_seconds", "Value": "30"} in elb.describe_load_balancer_attributes(LoadBalancerArn=arn)["Attributes"]
elb.add_tags(ResourceArns=[arn, rule["RuleArn"]], Tags=[{"Key": "x", "Value": "1"}])
elb.remove_tags(ResourceArns=[arn], TagKeys=["x"])
tags = elb.describe_tags(ResourceArns=[arn, rule["RuleArn"]])["TagDescriptions"]
assert tags == [
    {"ResourceArn": arn, "Tags": [{"Key": "team", "Value": "chat & co"}]},
    {"ResourceArn": rule["RuleArn"], "Tags": [{"Key": "x", "Value": "1"}]}], tags

elb.delete_rule(RuleArn=rule["RuleArn"])
refused("RuleNotFound", elb.describe_rules, RuleArns=[rule["RuleArn"]])
elb.delete_listener(ListenerArn=listener["ListenerArn"])
elb.delete_load_balancer(LoadBalancerArn=arn)
elb.get_waiter("load_balancers_deleted").wait(LoadBalancerArns=[arn], WaiterConfig={"Delay": 1, "MaxAttempts": 2})
for group in groups.values():
    elb.delete_target_group(TargetGroupArn=group)
assert elb.describe_target_groups()["TargetGroups"] == []
