"""The sentences that give the reasons for a verdict: made here, so that each can be said in another language."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

Language = Literal["en", "zh"]

_FORMS = {
    "number": r"[-+.,e0-9]+",
    "level": r"review|flag",
    "decision": r"clear|review|flag",
    "ids": r"[\w-]+(?:, [\w-]+)*",
    "depicted": None,
    "place": None,
}
"""What a blank may hold, as a pattern; None for phrases of `_PHRASES`. A blank is called by its form and a letter."""
_PHRASES = {
    "depicted": {
        "a minor is probably depicted": "画面中很可能有未成年人",
        "a person of unclear age is depicted": "画面中有年龄不明的人",
        "a person is depicted who may be a minor": "画面中有人，可能是未成年人",
        "a person, rather an adult, is depicted": "画面中有人，较可能是成年人",
        "nobody is clearly depicted, but a minor cannot be ruled out": "画面中没有明显的人，但不能排除未成年人",
    },
    "place": {
        "in the upper left": "左上方",
        "in the upper part": "上方",
        "in the upper right": "右上方",
        "in the left part": "左侧",
        "in the middle": "中间",
        "in the right part": "右侧",
        "in the lower left": "左下方",
        "in the lower part": "下方",
        "in the lower right": "右下方",
    },
    "level": {"review": "复核", "flag": "标记"},
    "decision": {"clear": "放行", "review": "复核", "flag": "标记"},
}
_SENTENCES = {
    "bound": (
        "no caption can raise the risk of this picture above {number_a}, under the review threshold",
        "无论配什么文字，这张图的风险都不超过 {number_a}，低于复核阈值",
    ),
    "picture": (
        "{depicted} (score {number_a}, frame {number_b})",
        "{depicted}（分数 {number_a}，第 {number_b} 帧）",
    ),
    "picture_at": (
        "{depicted} {place} (score {number_a}, frame {number_b})",
        "{depicted}，位于{place}（分数 {number_a}，第 {number_b} 帧）",
    ),
    "suggestive": ("the caption is suggestive (score {number_a})", "文字有性暗示（分数 {number_a}）"),
    "may_be_suggestive": ("the caption may be suggestive (score {number_a})", "文字可能有性暗示（分数 {number_a}）"),
    "not_suggestive": ("the caption is not suggestive (score {number_a})", "文字没有性暗示（分数 {number_a}）"),
    "over": (
        "both together reach the {level} threshold (risk {number_a}, threshold {number_b})",
        "两者合在一起达到{level}阈值（风险 {number_a}，阈值 {number_b}）",
    ),
    "under": (
        "both together stay under the review threshold (risk {number_a}, threshold {number_b})",
        "两者合在一起低于复核阈值（风险 {number_a}，阈值 {number_b}）",
    ),
    "term": (
        "terms of the lexicon decided: {ids} (without them the caption scores {number_a} and the decision is "
        "{decision})",
        "词表中的词起了决定作用：{ids}（没有这些词，文字分数为 {number_a}，结论为{decision}）",
    ),
    "unreadable": ("text was found that could not be read", "有无法识别的文字"),
    "too_long": (
        "the caption is too long: {number_a} characters of it were not scored",
        "文字太长：有 {number_a} 个字符没有评分",
    ),
    "unread_frames": (
        "{number_a} frames with text of their own were too many to be read",
        "有文字的帧太多：有 {number_a} 帧没有识别",
    ),
    "caption_failed": ("the caption stage failed", "文字处理失败"),
    "no_text": ("no text was found in the picture", "画面中没有文字"),
    "thinned": (
        "only {number_a} of {number_b} frames, which show most, were scored",
        "只对 {number_b} 帧中内容最多的 {number_a} 帧评了分",
    ),
    "known": (
        "within PDQ distance {number_a} of a sticker on the confirmed list",
        "与已确认名单中的一张贴纸的 PDQ 距离为 {number_a}",
    ),
    "known_only": (
        "without the confirmed list the decision is {decision}, since:",
        "不看已确认名单时结论为{decision}，理由如下：",
    ),
}
_BLANK = re.compile(r"\{(\w+)\}")


def say(sentence: str, **blanks: object) -> str:
    """One of the sentences with its blanks filled, in English, as verdicts have it."""
    return _SENTENCES[sentence][0].format(**blanks)


def translated(reason: str, language: Language) -> str:
    """What `say` gave, in another language; a reason that this version does not know stays as it is."""
    if language == "en":
        return reason
    for pattern, template in _patterns():
        if match := pattern.fullmatch(reason):
            return template.format(**{name: _word(name, value) for name, value in match.groupdict().items()})
    return reason


def _word(blank: str, value: str) -> str:
    return _PHRASES.get(_form(blank), {}).get(value, value)


def _form(blank: str) -> str:
    return blank.partition("_")[0]


@cache
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    return [(re.compile("".join(_pieces(english))), other) for english, other in _SENTENCES.values()]


def _pieces(english: str) -> list[str]:
    # Every other part of the split is a blank.
    parts = _BLANK.split(english)
    return [_group(part) if place % 2 else re.escape(part) for place, part in enumerate(parts)]


def _group(blank: str) -> str:
    form = _form(blank)
    return f"(?P<{blank}>{_FORMS[form] or '|'.join(map(re.escape, _PHRASES[form]))})"
