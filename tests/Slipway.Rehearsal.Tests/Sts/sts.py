import boto3
from botocore.exceptions import ClientError

sts = boto3.client("sts")
me = sts.get_caller_identity()
assert me["Account"] == "111122223333", me
assert me["Arn"] == "arn:aws:iam::111122223333:root", me

role = sts.assume_role(RoleArn="arn:aws:iam::444455556666:role/team/deployer", RoleSessionName="ci-7", DurationSeconds=900)
keys = role["Credentials"]
assert role["AssumedRoleUser"]["Arn"] == "arn:aws:sts::444455556666:assumed-role/deployer/ci-7", role
assumed = boto3.client("sts", aws_access_key_id=keys["AccessKeyId"], aws_secret_access_key=keys["SecretAccessKey"],
                       aws_session_token=keys["SessionToken"]).get_caller_identity()
assert assumed["Account"] == "444455556666", assumed
assert assumed["Arn"] == role["AssumedRoleUser"]["Arn"], assumed
assert assumed["UserId"] == role["AssumedRoleUser"]["AssumedRoleId"], assumed

for arguments in ({"RoleArn": "arn:aws:iam::1:role/not-an-account", "RoleSessionName": "ci"},
                  {"RoleArn": "arn:aws:iam::444455556666:role/deployer", "RoleSessionName": "with space"}):
    try:
        sts.assume_role(**arguments)
        raise AssertionError(f"{arguments} was accepted")
    except ClientError as error:
        assert error.response["Error"]["Code"] == "ValidationError", error.response
