"""Providers that come with Merx: a folder each, a room names those that every shop has (`Providers(shipped=...)`), a shop the others."""
