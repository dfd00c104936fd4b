"""Merx."""
