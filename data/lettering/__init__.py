"""Lines of text as they are cut out of stickers, drawn by rule in many typefaces: what the recogniser is trained on."""
