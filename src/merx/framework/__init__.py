"""The framework: knows nothing of any shop."""
