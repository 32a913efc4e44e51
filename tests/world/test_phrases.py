"""The phrases are in two languages, say nothing twice, advertise nothing, and join to reviews."""

import re
from collections import Counter

import pytest

from shopkit.labels import Label
from shopkit.schema import TOPICS
from shopkit.world import phrases
from shopkit.world.phrases import (
    DELAY,
    FAKE,
    ITEM,
    LOGISTICS,
    PICTURE,
    QUESTIONS,
    REASON_LABELS,
    REASONS,
    SERVICE,
    sentence,
)

CATEGORIES = {"lamps", "kettles", "earphones", "charging", "humidifiers"}
CHINESE = re.compile(r"[\u3400-\u9fff]")
# of Latin words a Chinese buyer types only these
LATIN = {"USB", "LED", "Type", "C", "OK"}
# what the law on advertising forbids, and what no buyer says
SUPERLATIVES = {
    "zh": re.compile("最好|最佳|最优|最低|最便宜|最强|第一|顶级|顶尖|国家级|世界级|极品|极致|完美|绝对|独一无二|无敌|全网|史上|唯一|冠军|首选|王牌|万能|永久|百分百|必买"),
    "en": re.compile(r"\b(best|perfect|perfectly|number one|world[- ]class|ultimate|unbeatable|unmatched|flawless|top[- ]notch|"
                     r"guaranteed|ever made|of all time|life[- ]changing|must-have)\b|#1|100\s*%", re.I),
}
LENGTHS = {"zh": (4, 30), "en": (4, 90)}


def leaves(data, path=()):
    """Every phrase of nested dicts and tuples, with where it stands."""
    if isinstance(data, Label):
        yield path, data
    else:
        for key, part in data.items() if isinstance(data, dict) else enumerate(data):
            yield from leaves(part, (*path, key))


PHRASES = [leaf for name in ("ITEM", "LOGISTICS", "SERVICE", "DELAY", "PICTURE", "FAKE", "REASONS", "QUESTIONS")
           for leaf in leaves(getattr(phrases, name), (name,))]
NAMES = [*leaves(REASON_LABELS, ("REASON_LABELS",)), *leaves(TOPICS, ("TOPICS",))]


def offenders(wrong, among=PHRASES):
    return [(path, label) for path, label in among if wrong(label)]


def test_each_text_is_in_its_language():
    assert not offenders(lambda p: not CHINESE.search(p.zh), PHRASES + NAMES)
    assert not offenders(lambda p: set(re.findall("[A-Za-z]+", p.zh)) - LATIN, PHRASES + NAMES)
    assert not offenders(lambda p: not re.search("[A-Za-z]{2}", p.en) or not p.en.isascii(), PHRASES + NAMES)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_nothing_is_said_twice(lang):
    said = Counter(re.sub(r"[\W_]", "", getattr(phrase, lang)).lower() for _, phrase in PHRASES)
    assert [text for text, times in said.items() if times > 1] == []


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_phrases_are_single_sentences_of_bounded_length(lang):
    low, high = LENGTHS[lang]
    assert not offenders(lambda p: not low <= len(getattr(p, lang)) <= high)
    assert not offenders(lambda p: re.search(r"[。！？；…!?;]|\.(\s|$)|[,，、：:~～\s-]$|^\s", getattr(p, lang)))
    assert not offenders(lambda p: not p.en[0].isupper())


def test_chinese_has_chinese_commas():
    assert not offenders(lambda p: re.search(r"[,()'\"\s]", p.zh))


def test_no_numbers_that_reach_a_person():
    assert not offenders(lambda p: re.search(r"(\d[\s-]?){7}|@|www|http", p.en + " " + p.zh))


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_no_advertising(lang):
    assert not offenders(lambda p: SUPERLATIVES[lang].search(getattr(p, lang)))


def test_there_is_enough_of_each():
    assert set(ITEM) == set(REASONS) == CATEGORIES
    for moods in ITEM.values():
        assert set(moods) == {"good", "middling", "bad"}
        assert len(moods["good"]) >= 14 and len(moods["middling"]) >= 8 and len(moods["bad"]) >= 10
    for moods in (LOGISTICS, SERVICE):
        assert set(moods) == {"good", "middling", "bad"}
        assert all(len(said) >= 10 for said in moods.values())
    assert len(DELAY) == len(PICTURE) == len(FAKE) == 8
    for reasons in REASONS.values():
        assert len(reasons) >= 5
        for moods in reasons.values():
            assert set(moods) == {"good", "bad"}
            assert len(moods["good"]) >= 5 and len(moods["bad"]) >= 3
    assert all(len(asked) >= 5 for asked in QUESTIONS.values())


def test_keys_have_names():
    assert {reason for reasons in REASONS.values() for reason in reasons} == set(REASON_LABELS)
    assert set(QUESTIONS) == set(TOPICS)
    assert "noise" not in REASONS["charging"]


def test_openings_vary():
    for lang, width in (("zh", 2), ("en", 6)):
        opened = Counter(getattr(phrase, lang)[:width] for _, phrase in PHRASES)
        assert opened.most_common(1)[0][1] <= 0.02 * len(PHRASES), opened.most_common(3)


def test_lengths_vary():
    for moods in (*ITEM.values(), LOGISTICS, SERVICE):
        for mood, said in moods.items():
            lengths = [len(phrase.zh) for phrase in said]
            assert max(lengths) >= 20, mood
            assert min(lengths) <= 8, mood


PLAIN = Label("good lamp", "灯不错")
ON_TIME = Label("arrived on time", "准时到")
COMMA = Label("bright, and not hot", "亮，也不烫")


@pytest.mark.parametrize(("parts", "en", "zh"), [
    ([PLAIN], "Good lamp.", "灯不错。"),
    ([PLAIN, ON_TIME], "Good lamp. Arrived on time.", "灯不错，准时到。"),
    ([PLAIN, ON_TIME, PLAIN], "Good lamp. Arrived on time. Good lamp.", "灯不错，准时到，灯不错。"),
    ([COMMA], "Bright, and not hot.", "亮，也不烫。"),
    ([PLAIN, COMMA], "Good lamp. Bright, and not hot.", "灯不错。亮，也不烫。"),
    ((COMMA, PLAIN, ON_TIME), "Bright, and not hot. Good lamp. Arrived on time.", "亮，也不烫。灯不错。准时到。"),
    ([Label("USB port is loose", "USB口松")], "USB port is loose.", "USB口松。"),
])
def test_phrases_join_to_a_review(parts, en, zh):
    assert sentence(parts) == Label(en, zh)


@pytest.mark.parametrize("parts", [[], [PLAIN] * 4])
def test_a_review_has_one_to_three_phrases(parts):
    with pytest.raises(ValueError, match="one to three"):
        sentence(parts)


def test_every_phrase_makes_a_review():
    for _, phrase in PHRASES:
        review = sentence([phrase, PLAIN])
        assert review.zh.endswith("灯不错。") and review.en.endswith(" Good lamp.")
        assert ".." not in review.en and "。。" not in review.zh
