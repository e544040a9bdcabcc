"""Recipe of the caption training set."""
