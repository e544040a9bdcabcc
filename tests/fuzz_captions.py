"""Any text as a caption: a probability with terms that stand where they say, or no text at all."""

import atheris

from tests.fuzzing import run

with atheris.instrument_imports(include=["stickerguard"]):
    from stickerguard import Bundle
    from stickerguard.caption.model import CaptionModel
    from stickerguard.caption.normalize import normalize
    from stickerguard.caption.pieces import within_limits
    from stickerguard.runtime import RuntimeOptions

BUNDLE = Bundle.load()
MODEL = CaptionModel(
    BUNDLE.file("caption.onnx"),
    BUNDLE.file("tokenizer.json"),
    BUNDLE.file("lexicon.json"),
    max_tokens=BUNDLE.manifest.parts.caption.preprocessing["max_tokens"],
    options=RuntimeOptions(),
)
LONGEST = 400


def one_input(data: bytes) -> None:
    """One round of the fuzzer."""
    # Lone surrogates too: file names and Windows bring them.
    text = data.decode("utf-8", "surrogateescape" if data[:1] < b"\x80" else "replace")[:LONGEST]
    if not normalize(within_limits(text)[0]).text:
        return
    score = MODEL.score(text)
    if not 0 <= score.suggestive <= 1 or not 0 <= score.severity <= 3:
        raise AssertionError(f"suggestive {score.suggestive}, severity {score.severity}")
    for term in score.terms:
        if not 0 <= term.start < term.end <= len(text):
            raise AssertionError(f"a term from {term.start} to {term.end} in {len(text)} characters")


def captions() -> list[bytes]:
    """Several scripts and disguises."""
    texts = (
        "good morning",
        "早上好\n晚安",
        "STICKERGUARD-CANARY",
        "g 0 0 d m o r n i n g",
        "ｇｏｏｄ\u200bｍｏｒｎｉｎｇ",
        "\u202egninrom doog",
        "🅶🅾🅾🅳 👍🏽",
        "สวัสดี नमस्ते صباح الخير",
        "guten morgen. buenos días! おはよう",
    )
    return [text.encode() for text in texts]


if __name__ == "__main__":
    run(__file__, captions(), one_input)
