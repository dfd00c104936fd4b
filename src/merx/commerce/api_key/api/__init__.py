"""Keys over HTTP, and what they prove."""
