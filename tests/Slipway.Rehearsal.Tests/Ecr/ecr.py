"""Every operation of ECR; argv[1] is the registry's host and port."""
import base64
import hashlib
import json
import sys
import urllib.request

import boto3
from botocore.exceptions import ClientError

registry = sys.argv[1]
ecr = boto3.client("ecr")
MANIFEST = "application/vnd.docker.distribution.manifest.v2+json"
INDEX = "application/vnd.oci.image.index.v1+json"


def refused(code, call, **arguments):
    try:
        call(**arguments)
    except ClientError as error:
        assert error.response["Error"]["Code"] == code, error.response
        return error.response["Error"]["Message"]
    raise AssertionError(f"{arguments} was accepted")


# Repositories
made = ecr.create_repository(repositoryName="chat/server", imageTagMutability="IMMUTABLE",
                             imageScanningConfiguration={"scanOnPush": True}, tags=[{"Key": "team", "Value": "a"}])["repository"]
assert made["repositoryUri"] == f"{registry}/chat/server", made
assert made["repositoryArn"] == "arn:aws:ecr:us-east-1:000000000000:repository/chat/server", made
assert made["createdAt"].year >= 2024, made
ecr.create_repository(repositoryName="chat/web")
ecr.create_repository(repositoryName="chat/worker")
refused("RepositoryAlreadyExistsException", ecr.create_repository, repositoryName="chat/web")
refused("InvalidParameterException", ecr.create_repository, repositoryName="Chat")
refused("RepositoryNotFoundException", ecr.describe_repositories, repositoryNames=["chat/web", "nowhere"])
assert boto3.client("ecr", aws_access_key_id="111122223333", aws_secret_access_key="any").describe_repositories()["repositories"] == []
pages = list(ecr.get_paginator("describe_repositories").paginate(PaginationConfig={"PageSize": 2}))
assert [[r["repositoryName"] for r in page["repositories"]] for page in pages] == [["chat/server", "chat/web"], ["chat/worker"]], pages
assert ecr.list_tags_for_resource(resourceArn=made["repositoryArn"])["tags"] == [{"Key": "team", "Value": "a"}]
assert ecr.put_image_tag_mutability(repositoryName="chat/web", imageTagMutability="IMMUTABLE")["imageTagMutability"] == "IMMUTABLE"
ecr.put_image_tag_mutability(repositoryName="chat/web", imageTagMutability="MUTABLE")
assert ecr.put_image_scanning_configuration(repositoryName="chat/web", imageScanningConfiguration={"scanOnPush": True})[
    "imageScanningConfiguration"] == {"scanOnPush": True}
ecr.put_image_scanning_configuration(repositoryName="chat/web", imageScanningConfiguration={"scanOnPush": False})

# Policies
rule = {"rulePriority": 1, "description": "keep ten", "selection": {"tagStatus": "any", "countType": "imageCountMoreThan", "countNumber": 10},
        "action": {"type": "expire"}}
policy = json.dumps({"rules": [rule]})
refused("LifecyclePolicyNotFoundException", ecr.get_lifecycle_policy, repositoryName="chat/web")
ecr.put_lifecycle_policy(repositoryName="chat/web", lifecyclePolicyText=policy)
assert ecr.get_lifecycle_policy(repositoryName="chat/web")["lifecyclePolicyText"] == policy
for wrong in ("not json" + " " * 100, json.dumps({"rules": [rule, rule]}),
              json.dumps({"rules": [{**rule, "selection": {**rule["selection"], "tagStatus": "tagged"}}]}),
              json.dumps({"rules": [{**rule, "selection": {**rule["selection"], "countType": "sinceImagePushed"}}]})):
    refused("InvalidParameterException", ecr.put_lifecycle_policy, repositoryName="chat/web", lifecyclePolicyText=wrong)
assert ecr.get_lifecycle_policy(repositoryName="chat/web")["lifecyclePolicyText"] == policy
refused("RepositoryPolicyNotFoundException", ecr.get_repository_policy, repositoryName="chat/web")
ecr.set_repository_policy(repositoryName="chat/web", policyText='{"Statement": []}')
assert ecr.get_repository_policy(repositoryName="chat/web")["policyText"] == '{"Statement": []}'

# The registry takes the password that GetAuthorizationToken gives
login = ecr.get_authorization_token()["authorizationData"][0]
assert login["proxyEndpoint"] == f"http://{registry}", login
assert base64.b64decode(login["authorizationToken"]).startswith(b"AWS:"), login
opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def push(repository, content):
    digest = "sha256:" + hashlib.sha256(content).hexdigest()
    request = urllib.request.Request(f"http://{registry}/v2/{repository}/blobs/uploads/?digest={digest}", data=content, method="POST",
                                     headers={"Authorization": "Basic " + login["authorizationToken"], "Content-Type": "application/octet-stream"})
    with opener.open(request) as response:
        assert response.status == 201, response.status
    return {"digest": digest, "size": len(content)}


def manifest(repository, text):
    return json.dumps({"schemaVersion": 2, "mediaType": MANIFEST,
                       "config": {"mediaType": "application/vnd.docker.container.image.v1+json", **push(repository, b"{}")},
                       "layers": [{"mediaType": "application/vnd.docker.image.rootfs.diff.tar.gzip", **push(repository, text.encode())}]})


def put(repository, text, tag=None):
    arguments = {"imageTag": tag} if tag else {}
    return ecr.put_image(repositoryName=repository, imageManifest=text, imageManifestMediaType=MANIFEST, **arguments)["image"]["imageId"]


# Images of an immutable repository
one, two = manifest("chat/server", "one"), manifest("chat/server", "twoo")
digest = "sha256:" + hashlib.sha256(one.encode()).hexdigest()
assert put("chat/server", one, "v1") == {"imageDigest": digest, "imageTag": "v1"}
assert put("chat/server", one, "v1-again") == {"imageDigest": digest, "imageTag": "v1-again"}
refused("ImageAlreadyExistsException", put, repository="chat/server", text=one, tag="v1")
refused("ImageTagAlreadyExistsException", put, repository="chat/server", text=two, tag="v1")
refused("LayersNotFoundException", put, repository="chat/server", text=two.replace(json.loads(two)["layers"][0]["digest"], "sha256:" + "0" * 64), tag="v2")
refused("InvalidParameterException", put, repository="chat/server", text="{}", tag="v2")
refused("ImageDigestDoesNotMatchException", ecr.put_image, repositoryName="chat/server", imageManifest=two, imageDigest=digest)
put("chat/server", two, "v2")

details = {d["imageDigest"]: d for d in ecr.describe_images(repositoryName="chat/server")["imageDetails"]}
assert sorted(details[digest]["imageTags"]) == ["v1", "v1-again"], details
assert details[digest]["imageSizeInBytes"] == 5, details
assert details[digest]["imageManifestMediaType"] == MANIFEST, details
assert details[digest]["imageScanStatus"]["status"] in ("IN_PROGRESS", "UNSUPPORTED_IMAGE"), details
assert ecr.describe_images(repositoryName="chat/server", imageIds=[{"imageTag": "v1"}])["imageDetails"][0]["imageDigest"] == digest
message = refused("ImageNotFoundException", ecr.describe_images, repositoryName="chat/server", imageIds=[{"imageTag": "v9"}])
assert message == ("The image with imageId {imageDigest:'null', imageTag:'v9'} does not exist within the repository with name "
                   "'chat/server' in the registry with id '000000000000'"), message
pages = list(ecr.get_paginator("describe_images").paginate(repositoryName="chat/server", PaginationConfig={"PageSize": 1}))
assert [len(page["imageDetails"]) for page in pages] == [1, 1], pages
refused("InvalidParameterException", ecr.describe_images, repositoryName="chat/server", imageIds=[{"imageTag": "v1"}], maxResults=5)

got = ecr.batch_get_image(repositoryName="chat/server", imageIds=[{"imageTag": "v1"}, {"imageTag": "v9"}, {"imageDigest": digest, "imageTag": "v2"}, {}])
assert [i["imageManifest"] for i in got["images"]] == [one], got
assert [f["failureCode"] for f in got["failures"]] == ["ImageNotFound", "ImageTagDoesNotMatchDigest", "MissingDigestAndTag"], got
layers = ecr.batch_check_layer_availability(repositoryName="chat/server", layerDigests=[json.loads(one)["layers"][0]["digest"], "sha256:" + "0" * 64, "x"])
assert [(l["layerAvailability"], l.get("layerSize")) for l in layers["layers"]] == [("AVAILABLE", 3), ("UNAVAILABLE", None)], layers
assert layers["failures"][0]["failureCode"] == "InvalidLayerDigest", layers
assert ecr.describe_image_scan_findings(repositoryName="chat/server", imageId={"imageTag": "v1"})["imageScanStatus"]["status"] in (
    "IN_PROGRESS", "UNSUPPORTED_IMAGE")

# A mutable repository: the tag moves and leaves an untagged image
first, second = manifest("chat/web", "one"), manifest("chat/web", "twoo")
put("chat/web", first, "main")
moved = put("chat/web", second, "main")
refused("ScanNotFoundException", ecr.describe_image_scan_findings, repositoryName="chat/web", imageId={"imageTag": "main"})
tagged = ecr.describe_images(repositoryName="chat/web", filter={"tagStatus": "TAGGED"})["imageDetails"]
assert [(d["imageDigest"], d["imageTags"]) for d in tagged] == [(moved["imageDigest"], ["main"])], tagged
untagged = ecr.describe_images(repositoryName="chat/web", filter={"tagStatus": "UNTAGGED"})["imageDetails"]
assert len(untagged) == 1 and "imageTags" not in untagged[0], untagged

# A list of images
index = json.dumps({"schemaVersion": 2, "mediaType": INDEX, "manifests": [
    {"mediaType": MANIFEST, "digest": moved["imageDigest"], "size": len(second), "platform": {"os": "linux", "architecture": "amd64"}}]})
refused("ReferencedImagesNotFoundException", ecr.put_image, repositoryName="chat/worker", imageManifest=index, imageTag="all")
ecr.put_image(repositoryName="chat/web", imageManifest=index, imageTag="all")
assert ecr.batch_get_image(repositoryName="chat/web", imageIds=[{"imageTag": "all"}])["images"][0]["imageManifestMediaType"] == INDEX

# Tags that may move in a repository whose other tags may not
ecr.create_repository(repositoryName="mixed", imageTagMutability="IMMUTABLE_WITH_EXCLUSION",
                      imageTagMutabilityExclusionFilters=[{"filterType": "WILDCARD", "filter": "live-*"}])
a, b = manifest("mixed", "a"), manifest("mixed", "bb")
put("mixed", a, "live-dev")
put("mixed", b, "live-dev")
put("mixed", a, "v1")
refused("ImageTagAlreadyExistsException", put, repository="mixed", text=b, tag="v1")

# A policy for other accounts
refused("RepositoryPolicyNotFoundException", ecr.get_repository_policy, repositoryName="mixed")
policy = json.dumps({"Version": "2012-10-17", "Statement": [{
    "Sid": "pull", "Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::444455556666:root"}, "Action": ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]}]})
assert ecr.set_repository_policy(repositoryName="mixed", policyText=policy)["policyText"] == policy
assert ecr.get_repository_policy(repositoryName="mixed") | {"ResponseMetadata": 0} == {
    "registryId": "000000000000", "repositoryName": "mixed", "policyText": policy, "ResponseMetadata": 0}
refused("InvalidParameterException", ecr.set_repository_policy, repositoryName="mixed", policyText="{}")
refused("RepositoryNotFoundException", ecr.set_repository_policy, repositoryName="none", policyText=policy)

# Pages
for number in range(120):
    ecr.create_repository(repositoryName=f"many/{number:03}")
page = ecr.describe_repositories()
assert len(page["repositories"]) == 100 and page["nextToken"], page
everything = [one["repositoryName"] for each in ecr.get_paginator("describe_repositories").paginate() for one in each["repositories"]]
assert [name for name in everything if name.startswith("many/")] == [f"many/{number:03}" for number in range(120)], everything
assert len(ecr.describe_repositories(maxResults=1000)["repositories"]) == len(everything)
refused("InvalidParameterException", ecr.describe_repositories, maxResults=1000, nextToken="no token!")

# Deletion
gone = ecr.batch_delete_image(repositoryName="chat/server", imageIds=[{"imageTag": "v1-again"}, {"imageTag": "v9"}])
assert gone["imageIds"] == [{"imageDigest": digest, "imageTag": "v1-again"}] and gone["failures"][0]["failureCode"] == "ImageNotFound", gone
assert len(ecr.list_images(repositoryName="chat/server")["imageIds"]) == 2
ecr.batch_delete_image(repositoryName="chat/server", imageIds=[{"imageTag": "v1"}])
assert [i["imageTag"] for i in ecr.list_images(repositoryName="chat/server")["imageIds"]] == ["v2"]
refused("RepositoryNotEmptyException", ecr.delete_repository, repositoryName="chat/server")
ecr.delete_repository(repositoryName="chat/server", force=True)
refused("RepositoryNotFoundException", ecr.list_images, repositoryName="chat/server")
