"""Visits → a day's steps in order of time, each on the day on which it happens, and who has made themselves known."""

from __future__ import annotations

import numpy as np

from shopkit.world.arrivals import Day
from shopkit.world.codes import DAY, STEP
from shopkit.world.rates import Rates

_LOGGED_IN = np.isin(np.arange(len(STEP)), [STEP[step] for step in ("favourite", "cart", "order", "pay")])


class Diary:
    """Closes day after day. It changes nothing that the drawing of later days asks for, so it may lag behind them.

    known_at: when each person logged in for the first time; the largest number is never.
    """

    def __init__(self, rates: Rates):
        self.rates = rates
        self.known_at = np.zeros(0, np.int32)
        self._held_over = None

    def close(self, day: Day) -> dict[str, np.ndarray]:
        """The steps that happened on a day, those kept from days before among them; what happens after midnight is kept.

        person, visit, at, step, product (-1: none), source, device, known.
        """
        steps, visits = day.steps, day.visits
        self._room(visits["person"].max(initial=-1) + 1)
        if self._held_over is not None:
            # each step held over brings a visit of its own
            held, visits_held = self._held_over
            steps = steps | {"visit": steps["visit"] + len(visits_held["number"])}
            steps, visits = ({name: np.concatenate([old[name], values]) for name, values in now.items()}
                             for old, now in ((held, steps), (visits_held, visits)))
        midnight = (day.day + 1 - self.rates.day0) * DAY
        late = steps["at"] >= midnight
        kept = {name: values[late] for name, values in steps.items()}
        self._held_over = kept, {name: values[kept["visit"]] for name, values in visits.items()}
        kept["visit"] = np.arange(len(kept["at"]))
        inside = np.flatnonzero(~late)
        # one sort of packed numbers: second of the day, then the order in which the steps happen
        packed = np.sort(((steps["at"][inside] - (midnight - DAY)) << 40) | inside)
        order = packed & ((1 << 40) - 1)
        visit, step, at = steps["visit"][order], steps["step"][order], (packed >> 40) + (midnight - DAY)
        person = visits["person"][visit]
        known = np.flatnonzero(_LOGGED_IN[step])
        np.minimum.at(self.known_at, person[known], at[known].astype(np.int32))
        return {"person": person, "visit": visits["number"][visit], "at": at, "step": step, "product": steps["product"][order],
                "source": visits["source"][visit], "device": visits["device"][visit], "known": at >= self.known_at[person]}

    def _room(self, people):
        if people > len(self.known_at):
            larger = np.full(2 * people, np.iinfo(np.int32).max, np.int32)
            larger[:len(self.known_at)] = self.known_at
            self.known_at = larger
