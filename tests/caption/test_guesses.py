"""What plain eyes read at once is scored as they read it, and plain captions get no second reading."""

import pytest

from stickerguard import StickerClassifier
from stickerguard.caption.canary import contains_canary
from stickerguard.caption.disguise import readings
from stickerguard.caption.generators import without_generators
from stickerguard.caption.guesses import guesses
from stickerguard.caption.pieces import MAX_CHARACTERS, within_limits

READ = {
    "signs at the edges": ("$send$ |nudes|", "send nudes"),
    "signs all around": ("+tits+", "tits"),
    "a digit for a little word": ("nudes4u", "nudes 4 u"),
    "stretched double letters": ("biiig asssss boooobs", "big ass boobs"),
    "every letter doubled": ("ffuucckk mmee", "fuck me"),
    "turned letters as an ornament": ("send nudes ʌʌʌʌʌʌʌʌʌ", "send nudes ʌ"),
    "apostrophes inside words": ("se’nd nu'des", "send nudes"),
    "clicks inside words": ("se\u01c0nd nu\u01c0des", "send nudes"),
    "long vowel signs between letters": ("sーeーnーd nーuーdーeーs", "send nudes"),
    "a capital i for an l": ("sIut", "slut"),
    "a one for an l": ("di1do", "dildo"),
    "curly quotes around digits": ("“s3nd nud3s”", "“send nudes”"),
    "small kana": ("ぇっちしたぃ", "えっちしたい"),
    "old kana": ("ヱッチ", "エッチ"),
    "pinyin with the numbers of its tones": ("zao3 shang4hao3", "zao shanghao"),
    "hashtags": ("#send ＃nudes", "send nudes"),
    "isolates inside an isolate": ("\u2067\u2066nudes\u2069 \u2066send\u2069\u2069", "send nudes"),
    "an isolate beside half an emoji": ("\ud83d\u2067\u2066nudes\u2069 \u2066send\u2069\u2069", "send nudes"),
    "an isolate that ends an override": ("\u2066\u202e\u2069send nudes", "send nudes"),
    "an embedding of letters from right to left": ("\u202b" + "\u200f".join("sedun dnes") + "\u202c", "send nudes"),
    "Thai look-alikes": ("รєภ๔ ภย๔єร", "send nudes"),
    "Latin-1 look-alikes": ("§êñÐ ñµÐê§", "send nudes"),
    "Chinese look-alikes": ("丂乇几ᗪ 几ㄩᗪ乇丂", "send nudes"),
    "currencies": ("₴Ɇ₦Đ ₦ɄĐɆ₴", "send nudes"),
    "syllabics": ("Sᘿᘉᕲ ᘉᑘᕲᘿS", "send nudes"),
    "emoji for letters": ("💲e♑d ♑⛎des", "send nudes"),
    "balls for letters": ("b⚽⚽bs", "boobs"),
    "lines from back to front": ("sedun dnes", "send nudes"),
    "words from back to front": ("dnes sedun", "send nudes"),
    "a letter in every second place": ("szeznzdznzuzdzezs", "send nudes"),
    "a particle in every second place": ("早啊上啊好啊呀啊", "早上好呀"),
    "a letter in brackets in every second place": ("早(っ)上(っ)好", "早上好"),
    "a hashtag of words": ("#comeonoversoon", "come on over soon"),
    "the name of a user": ("hi @goodMorningSun", "hi good morning sun"),
    "an address": ("https://www.sendnudes.com/here", "send nudes com here"),
    "one long word": ("sendnudes", "send nudes"),
    "entities": ("s&#101;nd n&#x75;des", "send nudes"),
    "tags": ("<b>s</b>end nu<i class='a'>de</i>s", "send nudes"),
    "tags of a forum": ("[b]send[/b] nudes", "send nudes"),
    "percent signs": ("s%65nd%20nudes", "send nudes"),
    "escapes": (r"s\u0065nd n\x75d\u{65}s", "send nudes"),
}


@pytest.mark.parametrize(("text", "meant"), READ.values(), ids=READ)
def test_it_is_read_as_it_is_meant(text: str, meant: str) -> None:
    assert meant in readings(text)


@pytest.mark.parametrize(
    "text",
    [
        "good morning everyone",
        "don't stop, they've got Tom's hat",
        "I'll be there at 4",
        "ファンタとソファ、ふぁいと",
        "早上好，山口见",
        "el niño mañana",
        "see you at 10, $20 each",
        "WiFi 4 all",
        "I <3 you -> me",
        "100% sure [y] [n]",
        "a banana in Mississippi, visibility good",
        "hahahahahaha jajajajaja",
        "off to Penistone and Cockermouth",
        "eres único, de nada",
        "emit live radar",
        r"C:\users",
    ],
)
def test_a_plain_caption_gets_no_second_reading(text: str) -> None:
    assert [guess for guess in guesses(text) if guess.casefold() != text.casefold()] == []


@pytest.mark.parametrize("text", ["pizza4u", "|hello|", "$pizza$", "soooo goood", "ffoooodd", "山口乃三", "hello ʌʌʌʌ"])
def test_harmless_captions_in_such_dress_stay_harmless(classifier: StickerClassifier, text: str) -> None:
    assert classifier.caption.score(text).suggestive < 0.2


@pytest.mark.parametrize("text", ["My pen\nis blue", "Your pen\nis here", "The pen\nis mightier than the sword"])
def test_a_line_that_wraps_between_two_words_does_not_join_them(classifier: StickerClassifier, text: str) -> None:
    assert classifier.caption.score(text).suggestive < 0.2


@pytest.mark.parametrize("text", ["fu\nck me", "pen\nis", "send nu\ndes"])
def test_a_word_broken_over_two_lines_is_joined(classifier: StickerClassifier, text: str) -> None:
    assert classifier.caption.score(text).suggestive > 0.5


@pytest.mark.parametrize(
    "text",
    [
        "STICKERGUARD-CANARY " + 20 * "ʌ",
        "\u202e\u202dSTICKERGUARD-CANARY",
        "\u2067\u2066CANARY\u2069\u2066STICKERGUARD-\u2069\u2069",
        "שלום \u2067\u2066CANARY\u2069\u2066STICKERGUARD-\u2069\u2069",
        "SSTTIICCKKEERRGGUUAARRDD--CCAANNAARRYY",
        "₴TłCKɆⱤGUȺⱤĐ-C₳₦₳ⱤY",
    ],
)
def test_the_canary_is_seen_in_such_dress(text: str) -> None:
    assert contains_canary(text)


def test_words_of_other_scripts_are_left_alone() -> None:
    for text in ("สวัสดีตอนเช้า", "早上好", "שלום", "€20 ¥300", "señor"):
        assert without_generators(text) == text


def test_a_character_that_stands_for_eighteen_counts_as_eighteen() -> None:
    kept, left = within_limits("\ufdfa" * 1000)
    assert len(kept) == MAX_CHARACTERS // 18
    assert left == 1000 - len(kept)


@pytest.mark.parametrize("text", ["ㅎㅎㅎ", "네 ㅎㅎㅎㅎ", "ㅋㅋㅋㅋㅋㅋ", "ㅠㅠㅠㅠ", "#goodmorning", "#blessed"])
def test_laughter_and_harmless_hashtags_stay_harmless(classifier: StickerClassifier, text: str) -> None:
    assert classifier.caption.score(text).suggestive < 0.2


@pytest.mark.parametrize("text", ["cock", "sex " * 300, "#sex"])
def test_a_blunt_word_scores_high_and_never_above_one(classifier: StickerClassifier, text: str) -> None:
    assert 0.5 < classifier.caption.score(text).suggestive <= 1


def test_numbers_behind_other_letters_are_no_tones() -> None:
    assert not any("f mp" in guess for guess in guesses("f1 mp3"))
