"""What a project builds on to a shop: middleware, limits, managers, a webhook."""
