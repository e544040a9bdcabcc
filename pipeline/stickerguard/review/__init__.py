"""The reviewer's desk: a local page on which people look at what was marked, and decide."""
