"""One static page about a run, for handing on: counts, rates by pack, the worst stickers with blurred thumbnails."""
