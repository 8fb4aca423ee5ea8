"""A programme's figures from its files alone, as JSON:
`figures.py NEED CANDIDATE PLACEMENT COMPENSATION REINTEGRATION INDICATOR OBSERVATION TODAY`."""

import csv
import json
import statistics
import sys
from collections import defaultdict
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal

needs, candidates, placements, compensation, reintegration, about, observations = (
    list(csv.DictReader(open(path, encoding="utf-8"))) for path in sys.argv[1:8]
)
today = date.fromisoformat(sys.argv[8])
need_of = {need["id"]: need for need in needs}
sex_of = {candidate["person"]: candidate["sex"] for candidate in candidates}


def four(value):
    return str(value.quantize(Decimal("0.0001"), ROUND_HALF_EVEN).normalize())


def days_of(placement):
    if placement["days"]:
        return int(placement["days"])
    if placement["until"]:
        return (date.fromisoformat(placement["until"]) - date.fromisoformat(placement["from"])).days + 1
    return None


def share(part, whole):
    return part / whole if whole else None


def figures(phase):
    taken = [need for need in needs if need["state"] == "QUALIFIED" and phase in (None, need["phase"])]
    ids = {need["id"] for need in taken}
    begun = [one for one in placements if one["state"] in ("STARTED", "COMPLETED", "BROKEN_OFF") and one["need"] in ids]
    over = [one for one in begun if one["state"] != "STARTED"]
    waits = [
        (date.fromisoformat(one["from"]) - date.fromisoformat(need_of[one["need"]]["requestedOn"])).days for one in begun
    ]
    sexes = [sex_of[one["person"]] for one in begun if sex_of[one["person"]] not in ("", "_U")]
    completed = [one for one in placements if one["state"] == "COMPLETED"]
    repeated = [
        one for one in begun
        if any(other["person"] == one["person"] and other["until"] and other["until"] < one["from"] for other in completed)
    ]
    counted = [one for one in over if days_of(one) is not None]
    paid = defaultdict(Decimal)
    for one in compensation:
        if one["state"] == "PAID" and any(one["placement"] == placement["id"] for placement in counted):
            paid[one["money.currency"]] += Decimal(one["money.amount"])
    days = sum(days_of(one) for one in counted)
    ago = [one for one in over if (today - date.fromisoformat(one["until"] or one["from"])).days >= 365]
    goes_on = {
        one["placement"]: Decimal(one["value"]) != 0
        for one in observations
        if one["indicator"] == "follow-on" and one["moment"] == "T2"
    }
    known = [goes_on[one["id"]] for one in ago if one["id"] in goes_on]
    filled = sum(min(1, sum(one["need"] == need["id"] for one in begun)) for need in taken)
    return {
        "needs": len(taken),
        "placements": len(begun),
        "fillRate": share(filled, len(taken)),
        "meanDaysToPlacement": statistics.mean(waits) if waits else None,
        "medianDaysToPlacement": float(statistics.median(waits)) if waits else None,
        "completionRate": share(sum(one["state"] == "COMPLETED" for one in over), len(over)),
        "shareOfWomen": share(sexes.count("F"), len(sexes)),
        "shareRepeated": share(len(repeated), len(begun)),
        "followOn": share(sum(known), len(known)),
        "costADay": {currency: four(sum_ / days) for currency, sum_ in sorted(paid.items())},
    }


def begun_in(year):
    """What a release is cut from: sums over all placements that began in a year, money in dollars."""
    worth = {"USD": Decimal(1), "EUR": Decimal("1.08")}
    begun = [
        one for one in placements if one["state"] in ("STARTED", "COMPLETED", "BROKEN_OFF") and one["from"].startswith(year)
    ]
    over = [one for one in begun if one["state"] != "STARTED"]
    counted = {one["id"]: days_of(one) for one in over if days_of(one) is not None}
    ago = {one["id"] for one in over if (today - date.fromisoformat(one["until"] or one["from"])).days >= 365}
    later = [
        Decimal(one["value"]) != 0
        for one in observations
        if one["indicator"] == "follow-on" and one["moment"] == "T2" and one["placement"] in ago
    ]
    sums = {
        "PLACEMENTS": len(begun),
        "PLACEMENTS_ENDED": len(over),
        "PLACEMENTS_COMPLETED": sum(one["state"] == "COMPLETED" for one in over),
        "DAYS_TO_PLACEMENT": sum(
            (date.fromisoformat(one["from"]) - date.fromisoformat(need_of[one["need"]]["requestedOn"])).days for one in begun
        ),
        "DAYS_PLACED": sum(counted.values()),
        "COMPENSATION": float(sum(
            Decimal(one["money.amount"]) * worth[one["money.currency"]]
            for one in compensation
            if one["state"] == "PAID" and one["placement"] in counted
        )),
        "FOLLOW_ON_KNOWN": len(later),
        "FOLLOW_ON": sum(later),
    }
    return {"persons": sorted({one["person"] for one in begun}), "sums": sums}


BUDGETS = {"1": ("USD", Decimal("1500000.00"))}
phase_of = {one["id"]: need_of[one["need"]]["phase"] for one in placements}


def spent():
    """Phase, for what, currency, whether it is paid, and how much."""
    for one in compensation:
        yield phase_of[one["placement"]], one["kind"], one["money.currency"], one["state"] == "PAID", Decimal(one["money.amount"])
    for one in reintegration:
        if one["money.amount"]:
            amount = Decimal(one["money.amount"])
            yield phase_of[one["placement"]], "REINTEGRATION", one["money.currency"], one["state"] == "COMPLETED", amount


def plain(amount):
    text = f"{amount:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def money():
    sums = defaultdict(lambda: [Decimal(0), Decimal(0)])
    for phase, kind, currency, is_paid, amount in spent():
        for of in (phase, None):
            sums[of, kind, currency][not is_paid] += amount
    return [[*key, plain(paid), plain(due)] for key, (paid, due) in sums.items()]


def budgets():
    rows = []
    for phases in [[phase] for phase in BUDGETS] + [list(BUDGETS)]:
        for currency in {BUDGETS[phase][0] for phase in phases}:
            own = [phase for phase in phases if BUDGETS[phase][0] == currency]
            budget = sum(BUDGETS[phase][1] for phase in own)
            sums = [(is_paid, amount) for phase, _, of, is_paid, amount in spent() if phase in own and of == currency]
            paid = sum(amount for is_paid, amount in sums if is_paid)
            left = budget - sum(amount for _, amount in sums)
            rows.append([phases[0], currency, plain(budget), plain(paid), plain(left)])
    rows[-1][0] = None
    return rows


def served():
    modes = defaultdict(lambda: [0, 0, 0])
    for one in placements:
        for phase in (phase_of[one["id"]], None):
            counts = modes[phase, one["mode"]]
            counts[0] += one["state"] == "COMPLETED"
            counts[1] += one["state"] == "BROKEN_OFF"
            counts[2] += days_of(one) or 0
    return [[*key, *counts] for key, counts in modes.items()]


def indicators():
    level_of = {one["id"]: one["level"] for one in about}
    values = defaultdict(list)
    for one in observations:
        for phase in (phase_of[one["placement"]], None):
            key = phase, one["indicator"], level_of[one["indicator"]], one["moment"]
            values[key].append(Decimal(one["value"]))
    return [[*key, len(of), four(sum(of) / len(of))] for key, of in values.items()]


print(json.dumps({
    "whole": figures(None),
    "1": figures("1"),
    "2": figures("2"),
    "money": money(),
    "budgets": budgets(),
    "served": served(),
    "indicators": indicators(),
    "2025": begun_in("2025"),
}))
