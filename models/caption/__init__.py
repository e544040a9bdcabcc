"""The caption model: an ordinal severity head on a multilingual encoder."""
