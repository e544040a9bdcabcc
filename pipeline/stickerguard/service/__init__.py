"""The reference HTTP service; the extra `[serve]`."""
