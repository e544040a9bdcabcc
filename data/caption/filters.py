"""What may never be a positive: any suggestive caption that refers to age, family or school."""

from __future__ import annotations

import re

_ENGLISH = (
    r"kid|kids|kiddo|child|children|childhood|teen|teens|teenage|teenager|teenaged|young|younger|youngest|youth|minor|"
    r"minors|underage|under-age|juvenile|baby|babies|infant|toddler|little|tiny|boy|boys|boyish|girl|girls|girlish|"
    r"girlie|schoolgirl|schoolboy|school|schools|class|classes|classmate|classmates|student|students|teacher|teachers|"
    r"tutor|college|homework|grade|grader|graduat\w*|mom|moms|mommy|mum|mummy|mama|mother|mothers|dad|dads|daddy|papa|"
    r"father|fathers|parent|parents|son|sons|daughter|daughters|sister|sisters|sis|brother|brothers|bro|sibling\w*|"
    r"aunt|uncle|cousin|cousins|niece|nephew|grand\w*|family|families|stepmom|stepdad|step\w*|year|years|age|aged|ages|"
    r"old|older|virgin|virgins|virginity|innocent|first time|puberty|loli\w*|shota\w*|jailbait|barely|petite|\d+ ?yo|"
    r"birthday|pedo\w*|paedo\w*|incest\w*|ped0|prom|cheerleader\w*|nanny|babysit\w*|lil|scout\w*|candy"
)
_CHINESE = (
    "孩|童|少女|少年|幼|婴|萝莉|萝利|罗莉|蘿莉|正太|未成年|成年|学|校|老师|教师|课|班|同桌|宝宝|宝贝|妹|弟|姐|姊|哥|妈|母|"
    "爸|父|爹|娘|女儿|儿子|儿|子女|奶奶|爷|叔|姨|姑|舅|嫂|婶|侄|家人|家庭|亲戚|乱伦|亂倫|岁|年龄|处女|處女|处男|破处|开苞|初夜|"
    "第一次|小女|小男|女生|男生|花季|雏|嫩|稚|豆蔻|毛头|生日|娃|玩偶|制服"
)
_AGE_FAMILY_SCHOOL = re.compile(rf"\b(?:{_ENGLISH})\b|{_CHINESE}", re.IGNORECASE)


def refers_to_age_family_or_school(text: str) -> bool:
    """Whether `text` must be dropped from the positives. Strict on purpose: a lost positive costs little."""
    return _AGE_FAMILY_SCHOOL.search(text) is not None
