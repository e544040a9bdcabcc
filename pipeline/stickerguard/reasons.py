"""Why a verdict is what it is: a code and its parameters, said as a sentence in any language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

Language = Literal["en", "zh"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
Depicted = Literal["minor", "unclear_age", "perhaps_minor", "rather_adult", "nobody"]
Place = Literal["upper_left", "upper", "upper_right", "left", "middle", "right", "lower_left", "lower", "lower_right"]
Code = Literal[
    "bound",
    "picture",
    "picture_at",
    "suggestive",
    "may_be_suggestive",
    "not_suggestive",
    "over",
    "under",
    "term",
    "unreadable",
    "too_long",
    "unread_frames",
    "caption_failed",
    "no_text",
    "thinned",
    "known",
    "known_only",
]

PHRASES: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "depicted": {
        "minor": ("a minor is probably depicted", "画面中很可能有未成年人"),
        "unclear_age": ("a person of unclear age is depicted", "画面中有年龄不明的人"),
        "perhaps_minor": ("a person is depicted who may be a minor", "画面中有人，可能是未成年人"),
        "rather_adult": ("a person, rather an adult, is depicted", "画面中有人，较可能是成年人"),
        "nobody": (
            "nobody is clearly depicted, but a minor cannot be ruled out",
            "画面中没有明显的人，但不能排除未成年人",
        ),
    },
    "place": {
        "upper_left": ("in the upper left", "左上方"),
        "upper": ("in the upper part", "上方"),
        "upper_right": ("in the upper right", "右上方"),
        "left": ("in the left part", "左侧"),
        "middle": ("in the middle", "中间"),
        "right": ("in the right part", "右侧"),
        "lower_left": ("in the lower left", "左下方"),
        "lower": ("in the lower part", "下方"),
        "lower_right": ("in the lower right", "右下方"),
    },
    "level": {"review": ("review", "复核"), "flag": ("flag", "标记")},
    "decision": {"clear": ("clear", "放行"), "review": ("review", "复核"), "flag": ("flag", "标记")},
}
"""Parameters that are codes themselves: for each code its words in each of `LANGUAGES`. Others are said as they are."""
SENTENCES: Mapping[Code, tuple[str, str]] = {
    "bound": (
        "no caption can raise the risk of this picture above {risk}, under the review threshold",
        "无论配什么文字，这张图的风险都不超过 {risk}，低于复核阈值",
    ),
    "picture": (
        "{depicted} (score {score}, frame {frame})",
        "{depicted}（分数 {score}，第 {frame} 帧）",
    ),
    "picture_at": (
        "{depicted} {place} (score {score}, frame {frame})",
        "{depicted}，位于{place}（分数 {score}，第 {frame} 帧）",
    ),
    "suggestive": ("the caption is suggestive (score {score})", "文字有性暗示（分数 {score}）"),
    "may_be_suggestive": ("the caption may be suggestive (score {score})", "文字可能有性暗示（分数 {score}）"),
    "not_suggestive": ("the caption is not suggestive (score {score})", "文字没有性暗示（分数 {score}）"),
    "over": (
        "both together reach the {level} threshold (risk {risk}, threshold {threshold})",
        "两者合在一起达到{level}阈值（风险 {risk}，阈值 {threshold}）",
    ),
    "under": (
        "both together stay under the review threshold (risk {risk}, threshold {threshold})",
        "两者合在一起低于复核阈值（风险 {risk}，阈值 {threshold}）",
    ),
    "term": (
        "terms of the lexicon decided: {ids} (without them the caption scores {score} and the decision is {decision})",
        "词表中的词起了决定作用：{ids}（没有这些词，文字分数为 {score}，结论为{decision}）",
    ),
    "unreadable": ("text was found that could not be read", "有无法识别的文字"),
    "too_long": (
        "the caption is too long: {characters} characters of it were not scored",
        "文字太长：有 {characters} 个字符没有评分",
    ),
    "unread_frames": (
        "{frames} frames with text of their own were too many to be read",
        "有文字的帧太多：有 {frames} 帧没有识别",
    ),
    "caption_failed": ("the caption stage failed", "文字处理失败"),
    "no_text": ("no text was found in the picture", "画面中没有文字"),
    "thinned": (
        "only {scored} of {decoded} frames, which show most, were scored",
        "只对 {decoded} 帧中内容最多的 {scored} 帧评了分",
    ),
    "known": (
        "within PDQ distance {distance} of a sticker on the confirmed list",
        "与已确认名单中的一张贴纸的 PDQ 距离为 {distance}",
    ),
    "known_only": (
        "without the confirmed list the decision is {decision}, since:",
        "不看已确认名单时结论为{decision}，理由如下：",
    ),
}
"""The sentence of each code in each of `LANGUAGES`; its parameters are in braces.

Verdict files hold the English ones: one that is worded otherwise is no longer known in files of before, which
`reason_parsing` must then be told of."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a verdict is what it is. `parameters` are those that the sentence of `code` has: a code of `PHRASES` where
    that has the parameter, or what stands in the sentence, such as a number with as many digits as are shown."""

    code: Code
    parameters: Mapping[str, str] = field(default_factory=dict)

    def said(self, language: Language = "en") -> str:
        """The sentence; verdicts have the English one. Raises KeyError where a parameter is lacking or unknown."""
        at = LANGUAGES.index(language)
        words = {
            name: PHRASES[name][value][at] if name in PHRASES else value for name, value in self.parameters.items()
        }
        return SENTENCES[self.code][at].format(**words)


def because(code: Code, **parameters: object) -> Reason:
    """The reason of this code, its `parameters` as text."""
    return Reason(code, {name: str(value) for name, value in parameters.items()})
