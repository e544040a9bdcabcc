"""The sample stickers: drawn, photo-free, harmless."""
