"""Testing: what a shop's tests stand on. A real PostgreSQL, and for every test a database of its own.

The pytest plugin (loaded by itself where Merx is installed) gives the fixtures `app`, `scope` and `client`; a test that
wants another shop than the one in `merx_config.py` overrides `merx_settings`. Names for import are in `merx.testing`:
this package imports nothing, because pytest loads the plugin in it for every suite there is.
"""
