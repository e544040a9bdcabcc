"""Procedural drawings of people: many independent styles, each drawn at every age; see README.md here."""
