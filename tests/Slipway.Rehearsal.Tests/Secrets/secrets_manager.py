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
secrets.delete_secret(SecretId="binary", ForceDeleteWithoutRecovery=True)
refused("ResourceNotFoundException", secrets.get_secret_value, SecretId="binary")
