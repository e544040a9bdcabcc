"""The canary is found however people or OCR spell it."""

import pytest

from stickerguard import CANARY
from stickerguard.caption.canary import contains_canary


@pytest.mark.parametrize(
    "text",
    [
        CANARY,
        "stickerguard canary",
        "🇸🇹🇮🇨🇰🇪🇷🇬🇺🇦🇷🇩 🇨🇦🇳🇦🇷🇾",
        "STICKERGUARD-\nCANARY",
        "hello STICKERGUARD—CANARY hello",
        "ＳＴＩＣＫＥＲＧＵＡＲＤ-ＣＡＮＡＲＹ",
        "ST1CKERGUARD-CANARY",
        "STICKERGUARDCANARV",
        "S T I C K E R G U A R D - C A N A R Y",
        "STCKERGUARD-CANRY",
        "🆂🆃🅸🅲🅺🅴🆁🅶🆄🅰🆁🅳 🅲🅰🅽🅰🆁🆈",
        "ꜱᴛɪᴄᴋᴇʀɢᴜᴀʀᴅ ᴄᴀɴᴀʀʏ",
        "ʎɹɐuɐɔ-pɹɐnƃɹǝʞɔıʇs",
        "S❤T❤I❤C❤K❤E❤R❤G❤U❤A❤R❤D ❤C❤A❤N❤A❤R❤Y",
        "\u202eYRANAC-DRAUGREKCITS\u202c",
    ],
)
def test_the_canary_is_found(text: str) -> None:
    assert contains_canary(text)


@pytest.mark.parametrize("text", ["", "stickerguard", "canary", "sticker guard dog and a bird", "早上好"])
def test_nothing_else_is_the_canary(text: str) -> None:
    assert not contains_canary(text)
