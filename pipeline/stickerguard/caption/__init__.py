"""Text -> severity, suggestive score and evidence."""
