"""The vision model: P(at least one person under 18 is depicted), photographed or drawn."""
