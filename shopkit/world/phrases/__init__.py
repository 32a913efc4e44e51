"""The wording of invented reviews and chats: phrases in both languages, and how they become a review.

A phrase is one sentence without its closing mark; `sentence` puts phrases together. ITEM, and REASONS of rivals'
buyers, are by category; LOGISTICS and SERVICE by mood; QUESTIONS by topic.
"""

from __future__ import annotations

from collections.abc import Sequence

from shopkit.labels import Label
from shopkit.world.phrases import charging, earphones, humidifiers, kettles, lamps
from shopkit.world.phrases.questions import QUESTIONS
from shopkit.world.phrases.shop import DELAY, FAKE, LOGISTICS, PICTURE, SERVICE

__all__ = [
    "DELAY", "FAKE", "ITEM", "LOGISTICS", "PICTURE", "QUESTIONS", "REASONS", "REASON_LABELS", "SERVICE",
    "sentence",
]

_CATEGORIES = {
    "lamps": lamps, "kettles": kettles, "earphones": earphones, "charging": charging, "humidifiers": humidifiers,
}

# category → mood ("good", "middling", "bad") → phrases about the item; each fits every item of its category
ITEM: dict[str, dict[str, tuple[Label, ...]]] = {key: words.ITEM for key, words in _CATEGORIES.items()}

# category → reason → "good" or "bad" → why buyers of rivals' items bought, or were disappointed;
# a reason that makes no sense in a category is left out there
REASONS: dict[str, dict[str, dict[str, tuple[Label, ...]]]] = {key: words.REASONS for key, words in _CATEGORIES.items()}

REASON_LABELS: dict[str, Label] = {
    "price": Label("Price", "价格"),
    "quality": Label("Quality", "质量"),
    "looks": Label("Looks", "外观"),
    "speed": Label("Delivery speed", "到货速度"),
    "service": Label("Service", "服务"),
    "gift": Label("Good as a gift", "适合送礼"),
    "safety": Label("Safety", "安全"),
    "noise": Label("Noise", "噪音"),
}


def sentence(parts: Sequence[Label]) -> Label:
    """One to three phrases as one review.

    Chinese runs them together with commas, unless a phrase has a comma of its own; English makes each a sentence.

    >>> sentence([Label("arrived on time", "准时到"), Label("works well", "好用")])
    Label(en='Arrived on time. Works well.', zh='准时到，好用。')
    """
    if not 1 <= len(parts) <= 3:
        raise ValueError(f"a review is made of one to three phrases, not {len(parts)}")
    stop = "。" if any("，" in part.zh for part in parts) else "，"
    return Label(
        " ".join(f"{part.en[0].upper()}{part.en[1:]}." for part in parts),
        stop.join(part.zh for part in parts) + "。",
    )
