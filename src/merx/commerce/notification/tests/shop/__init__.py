"""A shop with a provider of its own, and workflows that tell people something."""
