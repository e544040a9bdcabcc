"""A team's own pictures and captions, as given by `make data DATA=folder`."""
