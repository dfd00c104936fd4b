"""Testing a shop: clients that are logged in. The fixtures are in `plugin`, which pytest loads by itself."""
