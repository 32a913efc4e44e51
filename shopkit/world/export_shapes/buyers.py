"""Invented buyers: personal data that is nobody's, so that a reader's privacy can be tested on it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd


@dataclass(frozen=True)
class Buyer:
    """One invented person."""

    name: str
    nickname: str
    email: str
    phone: str
    street: str
    postcode: str


def buyers(orders: pd.DataFrame, locale: str, seed: int) -> dict[str, Buyer]:
    """order_id → who bought: the same customer is the same person; an order of an unknown customer is somebody's own."""
    key = orders["customer_id"].astype("str").fillna(orders["order_id"])
    fake, draw = _faker(locale, seed), np.random.default_rng([seed, 54])
    people = {k: _MAKE[locale](fake, draw, n) for n, k in enumerate(key.unique())}
    return {order: people[k] for order, k in zip(orders["order_id"], key, strict=True)}


def _chinese(fake, draw, n) -> Buyer:
    # no mobile number of mainland China begins with 12 (13 to 19 do), and it is eleven digits long, so that it is
    # neither anybody's mobile nor one of the five-digit service numbers 12xxx
    phone = f"12{draw.integers(10**9):09d}"
    nickname = f"{fake.first_name()}{n:05d}"
    return Buyer(fake.name(), nickname, f"tb{n:06d}@example.com", phone, fake.street_address(), "000000")


def _american(fake, draw, n) -> Buyer:
    first, last = fake.first_name(), fake.last_name()
    # 555-0100 to 555-0199 are kept for fiction in every area code, example.com for documentation
    phone = f"({draw.integers(201, 990)}) 555-01{draw.integers(100):02d}"
    email = f"{first}.{last}{n}@example.com".lower()
    return Buyer(f"{first} {last}", f"{first.lower()}{n}", email, phone, fake.street_address(), fake.postcode()[:5])


_MAKE = {"zh_CN": _chinese, "en_US": _american}


def invented_name(locale: str, seed: int) -> str:
    """One person's name."""
    return _faker(locale, seed).name()


def _faker(locale, seed):
    # only the providers that are needed: a whole Faker takes long to load
    from faker.factory import Factory

    fake = Factory.create(locale, providers=["faker.providers.person", "faker.providers.address"])
    fake.seed_instance(seed)
    return fake
