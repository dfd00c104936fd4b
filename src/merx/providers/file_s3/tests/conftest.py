"""A real server that speaks S3, in a thread: requests go over a socket, and who has no signature reads what the policy allows."""

import itertools
import json
import logging
from collections.abc import Iterator

import boto3
import pytest
from moto.server import ThreadedMotoServer

from merx.framework.options import Secret
from merx.providers.file_s3 import S3Files, S3Options

KEY, SECRET, REGION = "shop", "geheim", "eu-central-1"
_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def s3_server() -> Iterator[str]:
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def options(s3_server: str) -> S3Options:
    """A bucket of this test's own, whose `shop/public/` everybody may read."""
    bucket = f"bucket-{next(_numbers)}"
    client = boto3.client("s3", endpoint_url=s3_server, aws_access_key_id=KEY, aws_secret_access_key=SECRET, region_name=REGION)
    client.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": REGION})
    allow = {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{bucket}/shop/public/*"}
    client.put_bucket_policy(Bucket=bucket, Policy=json.dumps({"Version": "2012-10-17", "Statement": [allow]}))
    return S3Options(bucket=bucket, region=REGION, endpoint=s3_server, access_key_id=KEY, secret_access_key=Secret(SECRET), prefix="/shop/")


@pytest.fixture
def s3(options: S3Options) -> S3Files:
    return S3Files(options)
