"""Many stickers: where they come from and where their verdicts go."""
