"""Every operation of S3 that the rehearsal cloud has; botocore checks the replies against AWS's model."""
import datetime
import hashlib
import json
import urllib.request

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError, MissingDependencyException

s3 = boto3.client("s3", config=Config(signature_version="s3v4", retries={"max_attempts": 0}))
stranger = boto3.client("s3", aws_access_key_id="111122223333", aws_secret_access_key="any")


def refused(code, status, call, **arguments):
    try:
        call(**arguments)
    except ClientError as error:
        seen = (error.response["Error"]["Code"], error.response["ResponseMetadata"]["HTTPStatusCode"])
        assert seen == (code, status), error.response
        return error.response
    raise AssertionError(f"{arguments} was accepted")


def get(key, **arguments):
    return s3.get_object(Bucket="site", Key=key, **arguments)["Body"].read()


# Buckets and what is set on them.
s3.create_bucket(Bucket="site")
s3.create_bucket(Bucket="site")
refused("BucketAlreadyExists", 409, stranger.create_bucket, Bucket="site")
refused("InvalidBucketName", 400, s3.create_bucket, Bucket="no-upper--xx..y")
refused("NoSuchBucket", 404, s3.list_objects_v2, Bucket="none")
refused("404", 404, s3.head_bucket, Bucket="none")
refused("AccessDenied", 403, stranger.list_objects_v2, Bucket="site")
refused("403", 403, stranger.head_bucket, Bucket="site")
assert s3.head_bucket(Bucket="site")["BucketRegion"] == "us-east-1"
assert s3.get_bucket_location(Bucket="site")["LocationConstraint"] is None
assert [bucket["Name"] for bucket in s3.list_buckets()["Buckets"]] == ["site"]
assert stranger.list_buckets()["Buckets"] == []
s3.get_waiter("bucket_exists").wait(Bucket="site", WaiterConfig={"Delay": 1, "MaxAttempts": 1})
refused("AccessDenied", 403, s3.list_objects_v2, Bucket="site", ExpectedBucketOwner="111122223333")
assert s3.list_objects_v2(Bucket="site", ExpectedBucketOwner="000000000000")["KeyCount"] == 0

block = s3.get_public_access_block(Bucket="site")["PublicAccessBlockConfiguration"]
assert all(block.values()) and len(block) == 4, block
assert s3.get_bucket_ownership_controls(Bucket="site")["OwnershipControls"]["Rules"] == [{"ObjectOwnership": "BucketOwnerEnforced"}]
rules = s3.get_bucket_encryption(Bucket="site")["ServerSideEncryptionConfiguration"]["Rules"]
assert rules[0]["ApplyServerSideEncryptionByDefault"] == {"SSEAlgorithm": "AES256"}, rules
refused("NoSuchLifecycleConfiguration", 404, s3.get_bucket_lifecycle_configuration, Bucket="site")
lifecycle = {"Rules": [{"ID": "old", "Status": "Enabled", "Filter": {"Prefix": "x/"}, "NoncurrentVersionExpiration": {"NoncurrentDays": 7}}]}
s3.put_bucket_lifecycle_configuration(Bucket="site", LifecycleConfiguration=lifecycle)
assert s3.get_bucket_lifecycle_configuration(Bucket="site")["Rules"] == lifecycle["Rules"]
s3.delete_bucket_lifecycle(Bucket="site")
refused("NoSuchTagSet", 404, s3.get_bucket_tagging, Bucket="site")
s3.put_bucket_tagging(Bucket="site", Tagging={"TagSet": [{"Key": "team", "Value": "chat & co"}]})
assert s3.get_bucket_tagging(Bucket="site")["TagSet"] == [{"Key": "team", "Value": "chat & co"}]
s3.delete_bucket_tagging(Bucket="site")
refused("NoSuchCORSConfiguration", 404, s3.get_bucket_cors, Bucket="site")
cors = {"CORSRules": [{"AllowedMethods": ["GET"], "AllowedOrigins": ["*"]}]}
s3.put_bucket_cors(Bucket="site", CORSConfiguration=cors)
assert s3.get_bucket_cors(Bucket="site")["CORSRules"] == cors["CORSRules"]
s3.delete_bucket_cors(Bucket="site")
s3.put_bucket_encryption(Bucket="site", ServerSideEncryptionConfiguration={"Rules": [{"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}]})
s3.put_bucket_ownership_controls(Bucket="site", OwnershipControls={"Rules": [{"ObjectOwnership": "BucketOwnerPreferred"}]})
refused("NotImplemented", 501, s3.get_bucket_website, Bucket="site")

# Objects: all that is kept, and all that is asked.
put = s3.put_object(
    Bucket="site", Key="index.html", Body=b"<h1>hello</h1>", ContentType="text/html; charset=utf-8", CacheControl="no-cache",
    ContentDisposition="inline", ContentLanguage="de", Metadata={"Release": "r1", "who": "me"}, Tagging="a=1&b=x%20y")
etag = put["ETag"]
assert etag == f'"{hashlib.md5(b"<h1>hello</h1>").hexdigest()}"', put
head = s3.head_object(Bucket="site", Key="index.html", ChecksumMode="ENABLED")
assert (head["ContentType"], head["CacheControl"], head["ContentDisposition"], head["ContentLanguage"], head["ContentLength"]) == (
    "text/html; charset=utf-8", "no-cache", "inline", "de", 14), head
assert head["Metadata"] == {"release": "r1", "who": "me"}, head
assert "ChecksumCRC32" in head and head["ChecksumType"] == "FULL_OBJECT" and "VersionId" not in head and head.get("ContentEncoding") is None, head
assert get("index.html") == b"<h1>hello</h1>"
part = s3.get_object(Bucket="site", Key="index.html", Range="bytes=4-8")
assert (part["Body"].read(), part["ContentRange"], part["ResponseMetadata"]["HTTPStatusCode"]) == (b"hello", "bytes 4-8/14", 206), part
assert get("index.html", Range="bytes=-5") == b"</h1>"
assert get("index.html", Range="bytes=9-") == b"</h1>"
refused("InvalidRange", 416, s3.get_object, Bucket="site", Key="index.html", Range="bytes=14-")
refused("304", 304, s3.get_object, Bucket="site", Key="index.html", IfNoneMatch=etag)
refused("304", 304, s3.head_object, Bucket="site", Key="index.html", IfModifiedSince=head["LastModified"])
refused("PreconditionFailed", 412, s3.get_object, Bucket="site", Key="index.html", IfMatch='"0"')
refused("PreconditionFailed", 412, s3.get_object, Bucket="site", Key="index.html", IfUnmodifiedSince=head["LastModified"] - datetime.timedelta(days=1))
assert get("index.html", IfMatch=etag) == b"<h1>hello</h1>"
overridden = s3.get_object(Bucket="site", Key="index.html", ResponseContentType="text/plain", ResponseCacheControl="max-age=1")
assert (overridden["ContentType"], overridden["CacheControl"]) == ("text/plain", "max-age=1"), overridden
error = refused("NoSuchKey", 404, s3.get_object, Bucket="site", Key="none")
assert error["Error"]["Key"] == "none" and error["ResponseMetadata"]["RequestId"], error
refused("404", 404, s3.head_object, Bucket="site", Key="none")
assert {tag["Key"]: tag["Value"] for tag in s3.get_object_tagging(Bucket="site", Key="index.html")["TagSet"]} == {"a": "1", "b": "x y"}
s3.put_object_tagging(Bucket="site", Key="index.html", Tagging={"TagSet": [{"Key": "c", "Value": "3"}]})
assert s3.get_object_tagging(Bucket="site", Key="index.html")["TagSet"] == [{"Key": "c", "Value": "3"}]
s3.delete_object_tagging(Bucket="site", Key="index.html")
assert s3.get_object_tagging(Bucket="site", Key="index.html")["TagSet"] == []
attributes = s3.get_object_attributes(Bucket="site", Key="index.html", ObjectAttributes=["ETag", "ObjectSize", "Checksum", "StorageClass"])
assert (attributes["ETag"], attributes["ObjectSize"], attributes["StorageClass"]) == (etag.strip('"'), 14, "STANDARD"), attributes

# Addresses that are signed beforehand, and a client of another region, which finds its way.
direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
page = s3.generate_presigned_url("get_object", Params={"Bucket": "site", "Key": "index.html", "ResponseContentType": "text/plain"}, ExpiresIn=60)
with direct.open(page) as answer:
    assert (answer.status, answer.read(), answer.headers["Content-Type"]) == (200, b"<h1>hello</h1>", "text/plain"), answer.headers
upload = s3.generate_presigned_url("put_object", Params={"Bucket": "site", "Key": "signed"}, ExpiresIn=60)
with direct.open(urllib.request.Request(upload, data=b"sent", method="PUT")) as answer:
    assert answer.status == 200
assert get("signed") == b"sent"
s3.delete_object(Bucket="site", Key="signed")
abroad = boto3.client("s3", region_name="eu-west-1")
assert abroad.get_object(Bucket="site", Key="index.html")["Body"].read() == b"<h1>hello</h1>"
abroad.create_bucket(Bucket="abroad", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
assert s3.get_bucket_location(Bucket="abroad")["LocationConstraint"] == "eu-west-1"
refused("BucketAlreadyOwnedByYou", 409, abroad.create_bucket, Bucket="abroad", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
refused("IllegalLocationConstraintException", 400, abroad.create_bucket, Bucket="more")
abroad.delete_bucket(Bucket="abroad")

# Writes with conditions.
refused("PreconditionFailed", 412, s3.put_object, Bucket="site", Key="index.html", Body=b"x", IfNoneMatch="*")
refused("PreconditionFailed", 412, s3.put_object, Bucket="site", Key="index.html", Body=b"x", IfMatch='"0"')
refused("NoSuchKey", 404, s3.put_object, Bucket="site", Key="none", Body=b"x", IfMatch=etag)
refused("NotImplemented", 501, s3.put_object, Bucket="site", Key="none", Body=b"x", IfNoneMatch=etag)
s3.put_object(Bucket="site", Key="lock", Body=b"1", IfNoneMatch="*")
lock = s3.put_object(Bucket="site", Key="lock", Body=b"2", IfMatch=hashlib.md5(b"1").hexdigest())["ETag"]
refused("PreconditionFailed", 412, s3.delete_object, Bucket="site", Key="lock", IfMatch=hashlib.md5(b"1").hexdigest())
s3.delete_object(Bucket="site", Key="lock", IfMatch=lock)
refused("NoSuchKey", 404, s3.delete_object, Bucket="site", Key="lock", IfMatch=lock)
s3.delete_object(Bucket="site", Key="lock")

# What the client says of the bytes is checked.
for algorithm in ("CRC32", "CRC32C", "CRC64NVME", "SHA1", "SHA256"):
    try:
        s3.put_object(Bucket="site", Key="sum", Body=b"123456789", ChecksumAlgorithm=algorithm)
    except MissingDependencyException:  # botocore computes CRC32C and CRC64NVME only with awscrt
        continue
    head = s3.head_object(Bucket="site", Key="sum", ChecksumMode="ENABLED")
    assert head[f"Checksum{algorithm}"], head
s3.put_object(Bucket="site", Key="sum", Body=b"123456789", ChecksumCRC64NVME="rosUhgp5mIg=")
s3.put_object(Bucket="site", Key="sum", Body=b"123456789", ChecksumCRC32C="4waSgw==")
assert s3.head_object(Bucket="site", Key="sum", ChecksumMode="ENABLED")["ChecksumCRC32C"] == "4waSgw=="
refused("BadDigest", 400, s3.put_object, Bucket="site", Key="sum", Body=b"123456780", ChecksumCRC32C="4waSgw==")
refused("BadDigest", 400, s3.put_object, Bucket="site", Key="sum", Body=b"x", ContentMD5="1B2M2Y8AsgTpgAmY7PhCfg==")
refused("InvalidDigest", 400, s3.put_object, Bucket="site", Key="sum", Body=b"x", ContentMD5="none")
assert get("sum") == b"123456789"

# Copies.
copy = s3.copy_object(Bucket="site", Key="copy", CopySource="site/index.html")["CopyObjectResult"]
assert copy["ETag"] == etag and s3.head_object(Bucket="site", Key="copy")["Metadata"] == {"release": "r1", "who": "me"}, copy
refused("InvalidRequest", 400, s3.copy_object, Bucket="site", Key="copy", CopySource="site/copy")
s3.copy_object(Bucket="site", Key="copy", CopySource="site/copy", MetadataDirective="REPLACE", CacheControl="max-age=60", ContentType="text/html")
head = s3.head_object(Bucket="site", Key="copy")
assert (head["CacheControl"], head["Metadata"], head["ETag"]) == ("max-age=60", {}, etag), head
refused("PreconditionFailed", 412, s3.copy_object, Bucket="site", Key="copy", CopySource="site/index.html", CopySourceIfMatch='"0"')
refused("PreconditionFailed", 412, s3.copy_object, Bucket="site", Key="copy", CopySource="site/index.html", IfNoneMatch="*")
refused("NoSuchKey", 404, s3.copy_object, Bucket="site", Key="copy", CopySource="site/none")

# Listings, with keys that are awkward.
keys = ["a b+c%20ü.txt", "a/../b", "a//c", "é", "日本", "\U0001F600", "\uFFFD", "tab\there", "x&<y>", "%41", "plus+", "dot./."]
for key in keys:
    s3.put_object(Bucket="site", Key=f"odd/{key}", Body=key.encode())
listed = [item["Key"] for item in s3.list_objects_v2(Bucket="site", Prefix="odd/")["Contents"]]
assert listed == sorted((f"odd/{key}" for key in keys), key=lambda key: key.encode()), listed
assert all(get(f"odd/{key}") == key.encode() for key in keys)
pages = list(s3.get_paginator("list_objects_v2").paginate(Bucket="site", Prefix="odd/", PaginationConfig={"PageSize": 5}))
assert [item["Key"] for page in pages for item in page["Contents"]] == listed and len(pages) == 3, pages
pages = list(s3.get_paginator("list_objects").paginate(Bucket="site", PaginationConfig={"PageSize": 2}, Delimiter="/"))
assert [p["Prefix"] for page in pages for p in page.get("CommonPrefixes", [])] == ["odd/"], pages
assert [item["Key"] for page in pages for item in page.get("Contents", [])] == ["copy", "index.html", "sum"], pages
after = s3.list_objects_v2(Bucket="site", StartAfter="index.html", MaxKeys=1, FetchOwner=True)
assert after["IsTruncated"] and after["Contents"][0]["Key"] == listed[0] and after["Contents"][0]["Owner"]["ID"], after
assert s3.list_objects_v2(Bucket="site", MaxKeys=0)["KeyCount"] == 0
refused("InvalidArgument", 400, s3.list_objects_v2, Bucket="site", ContinuationToken="?")

deleted = s3.delete_objects(Bucket="site", Delete={"Objects": [{"Key": f"odd/{key}"} for key in keys] + [{"Key": "none"}, {"Key": "copy", "ETag": '"0"'}]})
assert len(deleted["Deleted"]) == len(keys) + 1 and [(e["Key"], e["Code"]) for e in deleted["Errors"]] == [("copy", "PreconditionFailed")], deleted
quiet = s3.delete_objects(Bucket="site", Delete={"Quiet": True, "Objects": [{"Key": "copy", "ETag": etag}]})
assert "Deleted" not in quiet and "Errors" not in quiet, quiet
refused("BucketNotEmpty", 409, s3.delete_bucket, Bucket="site")

# Versions.
assert "Status" not in s3.get_bucket_versioning(Bucket="site")
s3.put_bucket_versioning(Bucket="site", VersioningConfiguration={"Status": "Enabled"})
assert s3.get_bucket_versioning(Bucket="site")["Status"] == "Enabled"
first = s3.put_object(Bucket="site", Key="sum", Body=b"v1")["VersionId"]
second = s3.put_object(Bucket="site", Key="sum", Body=b"v2")["VersionId"]
assert get("sum") == b"v2" and get("sum", VersionId=first) == b"v1" and get("sum", VersionId="null") == b"123456789"
marker = s3.delete_object(Bucket="site", Key="sum")
assert marker["DeleteMarker"] is True, marker
missing = refused("NoSuchKey", 404, s3.get_object, Bucket="site", Key="sum")
assert missing["ResponseMetadata"]["HTTPHeaders"]["x-amz-delete-marker"] == "true", missing
refused("MethodNotAllowed", 405, s3.get_object, Bucket="site", Key="sum", VersionId=marker["VersionId"])
refused("NoSuchVersion", 404, s3.get_object, Bucket="site", Key="sum", VersionId="0" * 32)
versions = s3.list_object_versions(Bucket="site", Prefix="sum")
assert [(v["VersionId"], v["IsLatest"]) for v in versions["Versions"]] == [(second, False), (first, False), ("null", False)], versions
assert [(m["VersionId"], m["IsLatest"]) for m in versions["DeleteMarkers"]] == [(marker["VersionId"], True)], versions
pages = list(s3.get_paginator("list_object_versions").paginate(Bucket="site", PaginationConfig={"PageSize": 2}))
assert [v["VersionId"] for page in pages for v in page.get("Versions", [])] == ["null", second, first, "null"], pages
s3.put_object(Bucket="site", Key="sum", Body=b"v3", IfNoneMatch="*")
assert s3.delete_object(Bucket="site", Key="sum", VersionId=first)["VersionId"] == first
s3.put_bucket_versioning(Bucket="site", VersioningConfiguration={"Status": "Suspended"})
assert s3.delete_object(Bucket="site", Key="sum")["VersionId"] == "null"
refused("NoSuchVersion", 404, s3.get_object, Bucket="site", Key="sum", VersionId=first)
versions = s3.list_object_versions(Bucket="site")
everything = [{"Key": v["Key"], "VersionId": v["VersionId"]} for kind in ("Versions", "DeleteMarkers") for v in versions[kind]]
assert "Errors" not in s3.delete_objects(Bucket="site", Delete={"Objects": everything})
assert "Versions" not in s3.list_object_versions(Bucket="site")

# Multipart uploads.
s3.create_bucket(Bucket="parts")
big = b"0123456789abcdef" * (5 * 1024 * 64)
upload = s3.create_multipart_upload(Bucket="parts", Key="big", ContentType="video/mp4", Metadata={"k": "v"}, ChecksumAlgorithm="SHA256")["UploadId"]
here = {"Bucket": "parts", "Key": "big", "UploadId": upload}
parts = []
for number, body in ((1, big), (2, b"end")):
    sent = s3.upload_part(**here, PartNumber=number, Body=body, ChecksumAlgorithm="SHA256")
    parts.append({"PartNumber": number, "ETag": sent["ETag"], "ChecksumSHA256": sent["ChecksumSHA256"]})
assert [(p["PartNumber"], p["Size"]) for p in s3.list_parts(**here)["Parts"]] == [(1, len(big)), (2, 3)]
assert [u["UploadId"] for u in s3.list_multipart_uploads(Bucket="parts")["Uploads"]] == [upload]
refused("InvalidPartOrder", 400, s3.complete_multipart_upload, **here, MultipartUpload={"Parts": parts[::-1]})
refused("InvalidPart", 400, s3.complete_multipart_upload, **here, MultipartUpload={"Parts": [{**parts[0], "ETag": '"0"'}]})
done = s3.complete_multipart_upload(**here, MultipartUpload={"Parts": parts}, IfNoneMatch="*")
expected = hashlib.md5(hashlib.md5(big).digest() + hashlib.md5(b"end").digest()).hexdigest()
assert done["ETag"] == f'"{expected}-2"' and done["ChecksumSHA256"].endswith("-2"), done
head = s3.head_object(Bucket="parts", Key="big", PartNumber=2)
assert (head["ContentLength"], head["PartsCount"], head["ContentType"], head["Metadata"]) == (3, 2, "video/mp4", {"k": "v"}), head
assert s3.get_object(Bucket="parts", Key="big", Range=f"bytes={len(big) - 1}-")["Body"].read() == b"fend"
refused("NoSuchUpload", 404, s3.complete_multipart_upload, **here, MultipartUpload={"Parts": parts})

upload = s3.create_multipart_upload(Bucket="parts", Key="small", ChecksumAlgorithm="CRC32")["UploadId"]
here = {"Bucket": "parts", "Key": "small", "UploadId": upload}
parts = [{"PartNumber": n, **{k: v for k, v in s3.upload_part(**here, PartNumber=n, Body=b"tiny").items() if k in ("ETag", "ChecksumCRC32")}} for n in (1, 2)]
refused("EntityTooSmall", 400, s3.complete_multipart_upload, **here, MultipartUpload={"Parts": parts})
copied = s3.upload_part_copy(**here, PartNumber=1, CopySource="parts/big", CopySourceRange=f"bytes=0-{len(big) - 1}")["CopyPartResult"]
parts[0] = {"PartNumber": 1, "ETag": copied["ETag"], "ChecksumCRC32": copied["ChecksumCRC32"]}
s3.complete_multipart_upload(**here, MultipartUpload={"Parts": parts})
assert s3.get_object(Bucket="parts", Key="small")["Body"].read() == big + b"tiny"
upload = s3.create_multipart_upload(Bucket="parts", Key="never")["UploadId"]
s3.abort_multipart_upload(Bucket="parts", Key="never", UploadId=upload)
refused("NoSuchUpload", 404, s3.list_parts, Bucket="parts", Key="never", UploadId=upload)

# Policies.
everybody = {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::site/*"}}
refused("NoSuchBucketPolicy", 404, s3.get_bucket_policy, Bucket="site")
refused("AccessDenied", 403, s3.put_bucket_policy, Bucket="site", Policy=json.dumps(everybody))
refused("MalformedPolicy", 400, s3.put_bucket_policy, Bucket="site", Policy="{}")
s3.put_object(Bucket="site", Key="page", Body=b"page")
s3.delete_public_access_block(Bucket="site")
refused("NoSuchPublicAccessBlockConfiguration", 404, s3.get_public_access_block, Bucket="site")
s3.put_bucket_policy(Bucket="site", Policy=json.dumps(everybody))
assert json.loads(s3.get_bucket_policy(Bucket="site")["Policy"]) == everybody
assert s3.get_bucket_policy_status(Bucket="site")["PolicyStatus"]["IsPublic"] is True
assert stranger.get_object(Bucket="site", Key="page")["Body"].read() == b"page"
refused("AccessDenied", 403, stranger.get_object, Bucket="site", Key="none")
refused("AccessDenied", 403, stranger.put_object, Bucket="site", Key="page", Body=b"x")
s3.put_public_access_block(Bucket="site", PublicAccessBlockConfiguration={"RestrictPublicBuckets": True})
refused("AccessDenied", 403, stranger.get_object, Bucket="site", Key="page")
block = s3.get_public_access_block(Bucket="site")["PublicAccessBlockConfiguration"]
assert block == {"BlockPublicAcls": False, "IgnorePublicAcls": False, "BlockPublicPolicy": False, "RestrictPublicBuckets": True}, block
s3.delete_bucket_policy(Bucket="site")

s3.delete_objects(Bucket="site", Delete={"Objects": [{"Key": "page", "VersionId": "null"}, {"Key": "page", "VersionId": "null"}]})
s3.delete_objects(Bucket="parts", Delete={"Objects": [{"Key": "big"}, {"Key": "small"}]})
for bucket in ("site", "parts"):
    s3.delete_bucket(Bucket=bucket)
assert s3.list_buckets()["Buckets"] == []
