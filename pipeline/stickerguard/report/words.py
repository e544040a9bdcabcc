"""The words of the report in its two languages."""

from __future__ import annotations

from stickerguard.reasons import Language

WORDS: dict[str, tuple[str, str]] = {
    "title": ("Stickerguard report", "Stickerguard 报告"),
    "language": ("Language", "语言"),
    "skip": ("Skip to the stickers", "跳到贴纸列表"),
    "routes": (
        "The tool routes stickers to people and decides about no one: a person looks at all that is marked review or "
        "flag.",
        "本工具只把贴纸交给人处理，不对任何人下结论：标为“复核”或“标记”的都由人查看。",
    ),
    "run": ("This run", "本次运行"),
    "made": ("Report made", "报告时间"),
    "bundle": ("Bundle", "模型包"),
    "thresholds": ("Thresholds", "阈值"),
    "provider": ("Computed on", "运行于"),
    "nothing": ("no sticker", "没有贴纸"),
    "counts": ("Decisions", "结论"),
    "decision": ("Decision", "结论"),
    "stickers": ("Stickers", "贴纸数"),
    "share": ("Share", "比例"),
    "all": ("all", "总计"),
    "clear": ("clear", "放行"),
    "review": ("review", "复核"),
    "flag": ("flag", "标记"),
    "error": ("error", "出错"),
    "errors": ("Errors by code", "按代码统计的错误"),
    "code": ("Code", "代码"),
    "packs": ("Packs", "贴纸包"),
    "pack": ("Pack", "贴纸包"),
    "marked": ("Marked", "需人工查看"),
    "no_packs": ("no sticker names a pack", "没有贴纸带有贴纸包名称"),
    "worst_packs": ("the packs with the highest share of marked stickers first", "需查看比例最高的在前"),
    "rows": ("The worst stickers", "最需要查看的贴纸"),
    "shown": ("shown", "显示"),
    "of": ("of", "/"),
    "rows_note": (
        "flagged first, then review, errors and clear, each by risk; the file of verdicts has all of them",
        "先标记，再复核、出错、放行，各按风险排列；全部结果见结果文件",
    ),
    "thumbnails_note": (
        "Thumbnails are grey and blurred in the file itself; only marked stickers have one.",
        "缩略图在文件中就是灰色且模糊的；只有需查看的贴纸才有。",
    ),
    "lacking_note": (
        "Thumbnails that could not be made (standard error of the run says why):",
        "未能生成的缩略图数（原因见运行时的标准错误输出）：",
    ),
    "no_text_note": (
        "Caption text was left out; terms are named by id. Ask for it with --with-text.",
        "未包含文字内容，词语只用编号表示。如需文字请用 --with-text。",
    ),
    "picture": ("Picture", "图片"),
    "no_picture": ("no thumbnail", "无缩略图"),
    "name": ("Sticker", "贴纸"),
    "risk": ("Risk", "风险"),
    "minor": ("Minor", "未成年人"),
    "caption": ("Caption", "文字"),
    "reasons": ("Reasons", "理由"),
    "text": ("Text", "文字内容"),
    "evaluated": ("evaluated", "已评估"),
    "no_text": ("no text", "没有文字"),
    "unreadable": ("unreadable", "无法识别"),
    "not_evaluated": ("not evaluated", "未评估"),
    "failed": ("failed", "失败"),
    "earlier": (
        "scored in an earlier part of this run; the file of verdicts has the details",
        "在本次运行的前一部分中评分；详情见结果文件",
    ),
    "severity": ("severity", "程度"),
    "severity_0": ("none", "无"),
    "severity_1": ("romantic", "浪漫"),
    "severity_2": ("suggestive", "性暗示"),
    "severity_3": ("explicit", "露骨"),
    "frame": ("frame", "帧"),
}


def word(key: str, language: Language) -> str:
    """The word for `key`; KeyError where there is none."""
    english, chinese = WORDS[key]
    return chinese if language == "zh" else english
