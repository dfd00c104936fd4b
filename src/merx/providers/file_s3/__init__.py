"""Files in S3, or a store that speaks its language (MinIO, Cloudflare R2, Ceph): `pip install merx[s3]`.

    Config(providers=(Use("merx.providers.file_s3:S3Files", options={"bucket": "my-shop", "region": "eu-central-1"}),))

Public files are kept under `public/`, which the bucket's policy lets everybody read; private ones under `private/`, which it does not.
Without keys in the options, those of the environment count (`AWS_ACCESS_KEY_ID`, ...), or of the machine's role.
"""

try:
    import obstore as _obstore
except ModuleNotFoundError as error:
    from merx.framework.errors import Misconfigured

    raise Misconfigured("merx.providers.file_s3 needs the library obstore, which is not installed. Install it with: pip install 'merx[s3]'") from error

from merx.providers.file_s3.provider import S3Files, S3Options

del _obstore

__all__ = ["S3Files", "S3Options"]
