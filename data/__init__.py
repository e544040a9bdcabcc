"""The data side: recipes that build training sets, sample stickers, lexicon sources."""
