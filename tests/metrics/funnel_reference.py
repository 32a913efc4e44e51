"""The funnel by brute force: every start of every person tried in turn, in plain Python, to hold the fast one to."""

from __future__ import annotations

from collections import defaultdict

UNKNOWN = "(unknown)"


def deepest_by_brute_force(events, stages, window, step_windows, by=()):
    """person → (deepest step, by-values of the start that counts), for everyone with an event of the first step.

    events: dicts with visitor_id, at, step and the names in `by`. stages: list of tuples of step names.
    window: timedelta or None. step_windows: a list of them, one per transition. Every event of the first step is tried
    as a start; from each, all chains are followed, not only the nearest event of the next step.
    """
    logs = defaultdict(list)
    for event in events:
        logs[event["visitor_id"]].append(event)
    people = {}
    for person, log in logs.items():
        times = [[e["at"] for e in log if e["step"] in names] for names in stages]
        tried = []
        for start in (e for e in log if e["step"] in stages[0]):
            depth, first_reached_at = _follow(start["at"], times, window, step_windows)
            tried.append((depth, first_reached_at, start))
        if tried:
            deepest = max(depth for depth, _, _ in tried)
            moment = min(at for depth, at, _ in tried if depth == deepest)
            first = [start for depth, at, start in tried if depth == deepest and at == moment]
            newest = max(start["at"] for start in first)
            values = [tuple(start[k] for k in by) for start in first if start["at"] == newest]
            chosen = min(values, key=lambda value: [(v is None, v) for v in value])
            people[person] = deepest, tuple(UNKNOWN if v is None else v for v in chosen)
    return people


def funnel_by_brute_force(events, stages, window, step_windows, by=()):
    """{(by-values…): [visitors of step 1, of step 2, …]}; {(): […]} without `by`."""
    counts = {} if by else {(): [0] * len(stages)}
    for deepest, values in deepest_by_brute_force(events, stages, window, step_windows, by).values():
        reached = counts.setdefault(values, [0] * len(stages))
        for n in range(deepest):
            reached[n] += 1
    return counts


def _follow(start, times, window, step_windows):
    """How deep the chains from one start lead, and the first instant at which that depth is reached."""
    ends = {start}
    depth, reached_at = 1, start
    for n, limit in enumerate(step_windows, 1):
        ends = {
            at
            for at in times[n]
            for before in ends
            if before <= at
            and (window is None or at <= start + window)
            and (limit is None or at <= before + limit)
        }
        if not ends:
            break
        depth, reached_at = n + 1, min(ends)
    return depth, reached_at
