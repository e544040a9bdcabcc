"""Alphabets of "fancy text" generators that tables of confusables leave out: signs, currencies, emoji, and letters of
scripts that pass for Latin ones by their shape, as ₴Ɇ₦Đ, §êñÐ, 丂乇几ᗪ, รєภ๔, ᔕᗴᑎᗪ or 💲ⓔ♑d for "send"."""

from __future__ import annotations

import regex

_PAIRS = (
    "₳a ฿b ₵c ₡c ¢c ₲g ₣f ₤l £l ₭k ₥m ₦n ₱p ₴s $s ₮t ₩w ¥y €e "
    "§s ∂d ∑e ∩n ∪u †t ×x øo ðd Ðd þp Þp µu ƒf ñn Ñn Ʉu ʉu "
    "คa รs єe ภn ๔d ยu Շt ђh ฬw ץy אx гr เi ๓m ๏o קp ςc ɠg "
    "卂a 乃b 匚c 刀d 乇e 千f 厶g 卄h 丨i 爪m 几n ㄖo 口o 卩p 尺r 丂s ㄒt 丅t ㄩu 山w 乂x 丫y 乙z 长k ㄥl "
    "ᗩa ᗷb ᑕc ᗪd ᗴe ᕮe ᘿe ᖴf ᘜg ᕼh ᒍj ᒪl ᗰm ᘻm ᑎn ᘉn ᑭp ᑫq ᖇr ᔕs ᑌu ᑘu ᐯv ᗯw ᙭x ᘔz ᕲd "
    "💲s ⛎u ☪c ♏m ♑n ❌x ⭕o ⚽o 🍩o 🔴o ✝t 🅰a 🅱b 🅾o 🅿p ♈v 🌙c 💧o ⚡s 📧e"
)
_LETTERS = {pair[0]: pair[1] for pair in _PAIRS.split()}
_TOKEN = regex.compile(r"[^\s\-.,;:!?'\"()]+")
# Greek and Cyrillic ones are looked at beside Latin letters, later.
_LATIN = regex.compile(r"[\p{Latin}\p{Greek}\p{Cyrillic}]")
_AS_EMOJI = "\ufe0f"
_FEWEST = 3
"""Characters of a word, of which two are from such an alphabet: fewer are a price, or Chinese."""


def without_generators(text: str) -> str:
    """`text` with Latin letters where a whole word is of such alphabets and of Latin letters."""
    return _TOKEN.sub(lambda match: _word(match[0]), text)


def _word(word: str) -> str:
    word = word.replace(_AS_EMOJI, "")
    letters = [_LETTERS.get(character, character) for character in word]
    changed = sum(map(str.__ne__, letters, word))
    latin = all(_LATIN.match(letter) for letter in letters)
    return "".join(letters) if latin and changed > 1 and len(word) >= _FEWEST else word
