"""Providers that come with Merx: a folder each, found by their room through its `SHIPPED` names."""
