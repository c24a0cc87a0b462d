import re

import boto3
from botocore.exceptions import ClientError

secrets = boto3.client("secretsmanager")


def refused(code, call, **arguments):
    try:
        call(**arguments)
    except ClientError as error:
        assert error.response["Error"]["Code"] == code, error.response
        return
    raise AssertionError(f"{arguments} was accepted")


made = secrets.create_secret(Name="chat/dev/database", SecretString='{"url": "one"}', Tags=[{"Key": "a", "Value": "b"}])
arn = made["ARN"]
assert re.fullmatch(r"arn:aws:secretsmanager:us-east-1:000000000000:secret:chat/dev/database-[A-Za-z0-9]{6}", arn), arn
refused("ResourceExistsException", secrets.create_secret, Name="chat/dev/database", SecretString="x")
refused("ResourceNotFoundException", secrets.describe_secret, SecretId="chat/dev/none")
for name in ("chat/dev/database", arn, arn[:-7]):
    described = secrets.describe_secret(SecretId=name)
    assert described["ARN"] == arn and described["VersionIdsToStages"] == {made["VersionId"]: ["AWSCURRENT"]}, described
    assert secrets.get_secret_value(SecretId=name)["SecretString"] == '{"url": "one"}'

put = secrets.put_secret_value(SecretId=arn, SecretString='{"url": "two"}')
assert put["VersionStages"] == ["AWSCURRENT"], put
assert secrets.get_secret_value(SecretId=arn)["SecretString"] == '{"url": "two"}'
assert secrets.get_secret_value(SecretId=arn, VersionStage="AWSPREVIOUS")["SecretString"] == '{"url": "one"}'
assert secrets.get_secret_value(SecretId=arn, VersionId=made["VersionId"])["SecretString"] == '{"url": "one"}'
refused("ResourceNotFoundException", secrets.get_secret_value, SecretId=arn, VersionStage="nope")
secrets.create_secret(Name="binary", SecretBinary=b"\x00\xff")
assert secrets.get_secret_value(SecretId="binary")["SecretBinary"] == b"\x00\xff"
assert [s["Name"] for s in secrets.list_secrets()["SecretList"]] == ["binary", "chat/dev/database"]
assert boto3.client("secretsmanager", aws_access_key_id="111122223333", aws_secret_access_key="any").list_secrets()["SecretList"] == []

# Lists: pages, order and filters
entry = secrets.list_secrets(Filters=[{"Key": "name", "Values": ["chat/dev/"]}])["SecretList"][0]
assert (entry["ARN"], entry["Tags"]) == (arn, [{"Key": "a", "Value": "b"}]), entry
assert sorted(stage for stages in entry["SecretVersionsToStages"].values() for stage in stages) == ["AWSCURRENT", "AWSPREVIOUS"], entry
assert (entry["LastChangedDate"] >= entry["CreatedDate"], "VersionIdsToStages" in entry) == (True, False), entry
for number in range(120):
    secrets.create_secret(Name=f"many/{number:03}", SecretString="x", Description=f"Secret number {number}", Tags=[{"Key": f"tag{number % 2}", "Value": "v"}])
many = [{"Key": "name", "Values": ["many/"]}]
first = secrets.list_secrets(Filters=many)
assert len(first["SecretList"]) == 100 and first["SecretList"][0]["Name"] == "many/119", first["SecretList"][0]
secrets.delete_secret(SecretId="many/019", ForceDeleteWithoutRecovery=True)
second = secrets.list_secrets(Filters=many, NextToken=first["NextToken"])
assert [one["Name"] for one in second["SecretList"]] == [f"many/{number:03}" for number in reversed(range(19))] and "NextToken" not in second, second


def names(**arguments):
    pages = secrets.get_paginator("list_secrets").paginate(**arguments, PaginationConfig={"PageSize": 50})
    return [one["Name"] for page in pages for one in page["SecretList"]]


assert names(Filters=many, SortOrder="asc", SortBy="name")[:2] == ["many/000", "many/001"] and len(names(Filters=many)) == 119
assert names(Filters=[{"Key": "name", "Values": ["many/01", "binary"]}], SortOrder="asc", SortBy="name") == ["binary"] + [f"many/{number:03}" for number in range(10, 19)]
assert names(Filters=[*many, {"Key": "tag-key", "Values": ["tag1"]}, {"Key": "description", "Values": ["SECRET NUMBER 11"]}]) == ["many/119", "many/117", "many/115", "many/113", "many/111", "many/011"]
assert names(Filters=[{"Key": "name", "Values": ["!many/"]}]) == ["binary", "chat/dev/database"]
assert names(Filters=[{"Key": "name", "Values": ["Many/"]}]) == []
assert names(Filters=[{"Key": "all", "Values": ["DATABASE nothing"]}]) == ["chat/dev/database"]
assert secrets.put_secret_value(SecretId="many/005", SecretString="y") and names(Filters=many, SortBy="last-changed-date")[0] == "many/005"
refused("InvalidNextTokenException", secrets.list_secrets, NextToken="no token!")

secrets.delete_secret(SecretId="binary", ForceDeleteWithoutRecovery=True)
refused("ResourceNotFoundException", secrets.get_secret_value, SecretId="binary")
