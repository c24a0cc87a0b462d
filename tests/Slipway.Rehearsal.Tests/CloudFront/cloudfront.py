"""Every operation of CloudFront that the rehearsal cloud has, and a site through an edge; argv: the port of a server for /api/*."""
import json
import sys
import time
import urllib.error
import urllib.request

import boto3
from botocore.exceptions import ClientError

api = int(sys.argv[1])
cf = boto3.client("cloudfront")
s3 = boto3.client("s3")
OPTIMIZED = "658327ea-f89d-4fab-a63d-7e88639e58f6"
DISABLED = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
ALL_VIEWER_EXCEPT_HOST = "b689b0a8-53d0-40ab-baf2-68738e2966ac"
urllib.request.install_opener(urllib.request.build_opener(urllib.request.ProxyHandler({})))


def refused(code, call, **arguments):
    try:
        call(**arguments)
    except ClientError as error:
        assert error.response["Error"]["Code"] == code, error.response
        return error
    raise AssertionError(f"{arguments} was accepted")


def get(domain, path):
    try:
        with urllib.request.urlopen(f"http://{domain}{path}") as reply:
            return reply.status, reply.headers["X-Cache"], reply.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.headers["X-Cache"], error.read().decode()


def until(done):
    for _ in range(600):
        if done():
            return
        time.sleep(0.05)
    raise AssertionError("waited 30 s")


def deployed(id):
    until(lambda: cf.get_distribution(Id=id)["Distribution"]["Status"] == "Deployed")


# A bucket that a distribution alone may read.
bucket = "site-of-cloudfront-test"
s3.create_bucket(Bucket=bucket)
s3.put_object(Bucket=bucket, Key="index.html", Body=b"v1", ContentType="text/html")
oac = cf.create_origin_access_control(OriginAccessControlConfig={
    "Name": "site", "Description": "of the site", "SigningProtocol": "sigv4", "SigningBehavior": "always", "OriginAccessControlOriginType": "s3"})
oac_id = oac["OriginAccessControl"]["Id"]
assert oac["Location"].endswith(f"/2020-05-31/origin-access-control/{oac_id}"), oac
refused("OriginAccessControlAlreadyExists", cf.create_origin_access_control, OriginAccessControlConfig=oac["OriginAccessControl"]["OriginAccessControlConfig"])
assert cf.get_origin_access_control_config(Id=oac_id)["ETag"] == oac["ETag"]
changed = {**oac["OriginAccessControl"]["OriginAccessControlConfig"], "Description": "changed"}
oac = cf.update_origin_access_control(Id=oac_id, IfMatch=oac["ETag"], OriginAccessControlConfig=changed)
assert cf.get_origin_access_control(Id=oac_id)["OriginAccessControl"]["OriginAccessControlConfig"]["Description"] == "changed"
assert cf.list_origin_access_controls()["OriginAccessControlList"]["Items"][0]["Id"] == oac_id

# A function.
code = b"""async function handler(event) {
  console.log('asked for', event.request.uri);
  if (!event.request.uri.includes('.')) event.request.uri = '/index.html';
  return event.request;
}"""
runtime = {"Comment": "routes", "Runtime": "cloudfront-js-2.0"}
function = cf.create_function(Name="routes", FunctionConfig=runtime, FunctionCode=b"function handler(event) { return event.request; }")
arn = function["FunctionSummary"]["FunctionMetadata"]["FunctionARN"]
assert (function["FunctionSummary"]["Status"], function["FunctionSummary"]["FunctionMetadata"]["Stage"]) == ("UNPUBLISHED", "DEVELOPMENT"), function
refused("FunctionAlreadyExists", cf.create_function, Name="routes", FunctionConfig=runtime, FunctionCode=code)
refused("NoSuchFunctionExists", cf.describe_function, Name="routes", Stage="LIVE")
function = cf.update_function(Name="routes", IfMatch=function["ETag"], FunctionConfig=runtime, FunctionCode=code)
assert cf.get_function(Name="routes")["FunctionCode"].read() == code
tag = cf.describe_function(Name="routes")["ETag"]
event = {"version": "1.0", "context": {"eventType": "viewer-request"}, "viewer": {"ip": "1.2.3.4"},
         "request": {"method": "GET", "uri": "/users/1", "headers": {}, "cookies": {}, "querystring": {}}}
test = cf.test_function(Name="routes", IfMatch=tag, Stage="DEVELOPMENT", EventObject=json.dumps(event).encode())["TestResult"]
assert json.loads(test["FunctionOutput"])["request"]["uri"] == "/index.html", test
assert (test["FunctionExecutionLogs"], test["FunctionErrorMessage"]) == (["asked for /users/1"], ""), test
refused("InvalidIfMatchVersion", cf.publish_function, Name="routes", IfMatch="")
refused("PreconditionFailed", cf.publish_function, Name="routes", IfMatch="EOTHER")
assert cf.publish_function(Name="routes", IfMatch=tag)["FunctionSummary"]["FunctionMetadata"]["Stage"] == "LIVE"
assert [one["Name"] for one in cf.list_functions(Stage="LIVE")["FunctionList"]["Items"]] == ["routes"]

# Policies.
managed = cf.list_cache_policies(Type="managed")["CachePolicyList"]
assert OPTIMIZED in [one["CachePolicy"]["Id"] for one in managed["Items"]], managed
assert cf.get_cache_policy(Id=OPTIMIZED)["CachePolicy"]["CachePolicyConfig"]["DefaultTTL"] == 86400
assert cf.get_origin_request_policy(Id=ALL_VIEWER_EXCEPT_HOST)["OriginRequestPolicy"]["OriginRequestPolicyConfig"]["HeadersConfig"] == {
    "HeaderBehavior": "allExcept", "Headers": {"Quantity": 1, "Items": ["Host"]}}
assert cf.list_origin_request_policies(Type="managed")["OriginRequestPolicyList"]["Quantity"] > 3
mine = {"Name": "mine", "MinTTL": 0, "DefaultTTL": 60, "MaxTTL": 600, "ParametersInCacheKeyAndForwardedToOrigin": {
    "EnableAcceptEncodingGzip": True, "EnableAcceptEncodingBrotli": True, "HeadersConfig": {"HeaderBehavior": "none"}, "CookiesConfig": {"CookieBehavior": "none"},
    "QueryStringsConfig": {"QueryStringBehavior": "whitelist", "QueryStrings": {"Quantity": 1, "Items": ["v"]}}}}
policy = cf.create_cache_policy(CachePolicyConfig=mine)
refused("CachePolicyAlreadyExists", cf.create_cache_policy, CachePolicyConfig=mine)
policy = cf.update_cache_policy(Id=policy["CachePolicy"]["Id"], IfMatch=policy["ETag"], CachePolicyConfig={**mine, "DefaultTTL": 120})
assert cf.get_cache_policy_config(Id=policy["CachePolicy"]["Id"])["CachePolicyConfig"]["DefaultTTL"] == 120
cf.delete_cache_policy(Id=policy["CachePolicy"]["Id"], IfMatch=policy["ETag"])
refused("NoSuchCachePolicy", cf.get_cache_policy, Id=policy["CachePolicy"]["Id"])

# A distribution over both.
methods = ["GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"]
config = {
    "CallerReference": "test-1", "Comment": "a site & its API", "Enabled": True, "DefaultRootObject": "index.html",
    "Origins": {"Quantity": 2, "Items": [
        {"Id": "bucket", "DomainName": f"{bucket}.s3.us-east-1.amazonaws.com", "OriginAccessControlId": oac_id, "S3OriginConfig": {"OriginAccessIdentity": ""}},
        {"Id": "api", "DomainName": "127.0.0.1", "CustomOriginConfig": {"HTTPPort": api, "HTTPSPort": 443, "OriginProtocolPolicy": "http-only"}}]},
    "DefaultCacheBehavior": {
        "TargetOriginId": "bucket", "ViewerProtocolPolicy": "redirect-to-https", "CachePolicyId": OPTIMIZED, "Compress": True,
        "FunctionAssociations": {"Quantity": 1, "Items": [{"FunctionARN": arn, "EventType": "viewer-request"}]}},
    "CacheBehaviors": {"Quantity": 1, "Items": [{
        "PathPattern": "/api/*", "TargetOriginId": "api", "ViewerProtocolPolicy": "https-only", "CachePolicyId": DISABLED, "OriginRequestPolicyId": ALL_VIEWER_EXCEPT_HOST,
        "AllowedMethods": {"Quantity": 7, "Items": methods, "CachedMethods": {"Quantity": 2, "Items": ["GET", "HEAD"]}}}]},
}
refused("NoSuchOrigin", cf.create_distribution, DistributionConfig={**config, "DefaultCacheBehavior": {**config["DefaultCacheBehavior"], "TargetOriginId": "x"}})
refused("InconsistentQuantities", cf.create_distribution, DistributionConfig={**config, "Origins": {**config["Origins"], "Quantity": 3}})
created = cf.create_distribution_with_tags(DistributionConfigWithTags={"DistributionConfig": config, "Tags": {"Items": [{"Key": "team", "Value": "web"}]}})
distribution = created["Distribution"]
id, domain = distribution["Id"], distribution["DomainName"]
assert (distribution["Status"], distribution["DistributionConfig"]["Comment"], distribution["InProgressInvalidationBatches"]) == ("InProgress", "a site & its API", 0)
refused("DistributionAlreadyExists", cf.create_distribution, DistributionConfig=config)
assert cf.list_tags_for_resource(Resource=distribution["ARN"])["Tags"]["Items"] == [{"Key": "team", "Value": "web"}]
cf.tag_resource(Resource=distribution["ARN"], Tags={"Items": [{"Key": "stage", "Value": "local"}]})
cf.untag_resource(Resource=distribution["ARN"], TagKeys={"Items": ["team"]})
assert cf.list_tags_for_resource(Resource=distribution["ARN"])["Tags"]["Items"] == [{"Key": "stage", "Value": "local"}]
deployed(id)
listed = cf.list_distributions()["DistributionList"]
assert (listed["Quantity"], listed["IsTruncated"], listed["Items"][0]["Id"], listed["Items"][0]["DomainName"]) == (1, False, id, domain), listed

# Nobody may read the bucket before its policy says so.
assert get(domain, "/")[0] == 403
s3.put_bucket_policy(Bucket=bucket, Policy=json.dumps({"Version": "2012-10-17", "Statement": [{
    "Effect": "Allow", "Principal": {"Service": "cloudfront.amazonaws.com"}, "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{bucket}/*",
    "Condition": {"StringEquals": {"AWS:SourceArn": distribution["ARN"]}}}]}))
until(lambda: get(domain, "/")[0] == 200)
assert get(domain, "/users/42") == (200, "Hit from cloudfront", "v1"), get(domain, "/users/42")
assert get(domain, "/api/users")[:2] == (200, "Miss from cloudfront")
assert get(domain, "/missing.js")[0] == 403

# The old is served until an invalidation is done.
s3.put_object(Bucket=bucket, Key="index.html", Body=b"v2", ContentType="text/html")
assert get(domain, "/")[2] == "v1"
batch = {"Paths": {"Quantity": 1, "Items": ["/*"]}, "CallerReference": "release-2"}
invalidation = cf.create_invalidation(DistributionId=id, InvalidationBatch=batch)["Invalidation"]
assert cf.create_invalidation(DistributionId=id, InvalidationBatch=batch)["Invalidation"]["Id"] == invalidation["Id"]
refused("InvalidArgument", cf.create_invalidation, DistributionId=id, InvalidationBatch={**batch, "Paths": {"Quantity": 1, "Items": ["/a"]}})
refused("NoSuchInvalidation", cf.get_invalidation, DistributionId=id, Id="INONE")
until(lambda: cf.get_invalidation(DistributionId=id, Id=invalidation["Id"])["Invalidation"]["Status"] == "Completed")
assert get(domain, "/")[2] == "v2"
assert cf.list_invalidations(DistributionId=id)["InvalidationList"]["Items"][0]["Id"] == invalidation["Id"]

# What is in use cannot be deleted; a disabled distribution can.
refused("OriginAccessControlInUse", cf.delete_origin_access_control, Id=oac_id, IfMatch=oac["ETag"])
refused("FunctionInUse", cf.delete_function, Name="routes", IfMatch=tag)
current = cf.get_distribution_config(Id=id)
refused("DistributionNotDisabled", cf.delete_distribution, Id=id, IfMatch=current["ETag"])
refused("PreconditionFailed", cf.update_distribution, Id=id, IfMatch="EOTHER", DistributionConfig=current["DistributionConfig"])
updated = cf.update_distribution(Id=id, IfMatch=current["ETag"], DistributionConfig={**current["DistributionConfig"], "Enabled": False})
deployed(id)
cf.delete_distribution(Id=id, IfMatch=updated["ETag"])
refused("NoSuchDistribution", cf.get_distribution, Id=id)
cf.delete_function(Name="routes", IfMatch=tag)
cf.delete_origin_access_control(Id=oac_id, IfMatch=oac["ETag"])
assert cf.list_distributions()["DistributionList"]["Quantity"] == 0
