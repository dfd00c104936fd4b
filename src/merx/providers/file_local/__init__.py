"""Files in a folder of the shop, handed out by the shop itself: what a shop has before it uses a store of its own.

    Config(providers=(Use("merx.providers.file_local:LocalFiles", options={"folder": "/var/shop/files", "base_url": "https://api.example.com"}),))

One machine only: several machines need a folder that they share, or a store such as S3 (`merx.providers.file_s3`).
"""

from merx.providers.file_local.provider import LocalFiles, LocalOptions

__all__ = ["LocalFiles", "LocalOptions"]
