#!/usr/bin/env python3
"""Computes the status of every promise of a package of results, without Daylight.

A folder of the form "daylight-results" goes in, JSON comes out. It follows docs/decisions/result-status.md and nothing
else; numbers are fractions, so that nothing is rounded but what the rule rounds. Python 3.9, standard library only.

    python3 tests/independent/results.py demo/data/qinghe-results

What comes out:

    as-of      the day that the package tells the state of
    rule       the id of the rule
    statuses   of plans, goals, tasks and indicators, in this order and each in the order of its file:
                 kind      plan, goal, task, indicator
                 id
                 status    on-track, late, done, not-measurable
                 why       of an indicator: no-target, no-figure, stale, reached, ahead, missed, no-baseline, on-path, behind;
                           of a task: overdue where it is past its own deadline, steps-done, step-late, steps, no-figures, or
                           parts where its indicators tell; of a goal or plan: parts, also where it has none
                 progress  in thousandths, or null
                 covered   the share of the weight of its parts that have a progress, in thousandths; null where the status is
                           not that of parts, or where they weigh nothing
    findings   in the order of the file: id, state (done, under-way, not-done), overdue, amount as a decimal or null
    balances   of each audit, and of all findings (audit null): how many and how much money as stated, found, and by state;
               money that no rectification tells of is in the state of its finding

Exit code 2 and a line on standard error where the package cannot be read. Not read: descriptors with `daylight:layout`.
"""

import csv
import io
import json
import re
import sys
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TABLES = ["plans", "goals", "tasks", "steps", "indicators", "targets", "values", "updates", "audits", "findings",
          "rectifications"]
WORDS = {"direction": ["more", "less"], "measures": ["level", "total"], "state": ["done", "under-way", "not-done"]}


# Days and periods.

def read_day(text):
    """A day with the year first, or None."""
    text = re.sub(r"(T.*|Z|\+.*)$", "", text.strip())
    found = (re.fullmatch(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})", text)
             or re.fullmatch(r"(\d{4})(年)(\d{1,2})月(\d{1,2})日", text)
             or re.fullmatch(r"(\d{4})()(\d{2})(\d{2})", text))
    try:
        return found and date(int(found[1]), int(found[3]), int(found[4]))
    except ValueError:
        return None


def months(year, first, last):
    """From the first day of a month to the last of another; None where there is no such month."""
    if not (1000 <= year <= 2999 and 1 <= first <= last <= 12):
        return None
    after = date(year + last // 12, last % 12 + 1, 1)
    return date(year, first, 1), after - timedelta(days=1)


def simple_period(text):
    day = read_day(text)
    if day:
        return day, day
    found = re.fullmatch(r"(\d{4})(年度|年)?", text)
    if found:
        return months(int(found[1]), 1, 12)
    found = re.fullmatch(r"(\d{4})(?:年度|[ \-年/.])?(.+)", text)
    if not found:
        return None
    year, rest = int(found[1]), found[2]
    if rest in ("上半年", "下半年"):
        return months(year, 1, 6) if rest == "上半年" else months(year, 7, 12)
    quarter = re.fullmatch(r"[QqT]([1-4])|第([一二三四1-4])季度", rest)
    if quarter:
        number = "01234一二三四".index(quarter[1] or quarter[2])
        number = number if number < 5 else number - 4
        return months(year, number * 3 - 2, number * 3)
    month = re.fullmatch(r"(\d{1,2})月?", rest)
    is_apart = len(text) > 4 + len(rest) or len(rest) == 2
    return months(year, int(month[1]), int(month[1])) if month and is_apart else None


def read_period(text):
    """First and last day of a period as statistics write it, or None."""
    text = text.strip()
    simple = simple_period(text)
    if simple:
        return simple
    found = re.fullmatch(r"(\d{4})年(\d{1,2})月?[-–—~至－](\d{1,2})月", text)
    if found:
        return months(int(found[1]), int(found[2]), int(found[3]))
    for mark in ["/", "–", "—", "~", "至", " to ", " - ", "--", "-"]:
        if mark not in text:
            continue
        start, end = (part.strip() for part in text.split(mark, 1))
        first = simple_period(start)
        if re.fullmatch(r"\d{4}", start) and re.fullmatch(r"\d{2}", end) and mark != " to ":
            year = int(start)
            year = year - year % 100 + int(end)
            year = year if year > int(start) else year + 100
            last = simple_period(str(year)) if year - int(start) < 50 else None
        else:
            last = simple_period(end)
        return (first[0], last[1]) if first and last and first[0] <= last[1] else None
    return None


# The package.

class Package:
    """Tables as lists of rows; a cell is a text, blank where it is missing."""

    def __init__(self, folder):
        self.descriptor = json.loads((folder / "datapackage.json").read_text(encoding="utf-8-sig"))
        profile = ROOT / "profiles" / self.descriptor.get("daylight:profile", "generic") / "profile.json"
        terms = json.loads(profile.read_text(encoding="utf-8"))
        self.rule = self.descriptor.get("daylight:rule") or terms["result-rule"]
        self.words = terms.get("result-words", {})
        self.tables = {table: [] for table in TABLES}
        for resource in self.descriptor["resources"]:
            table = resource.get("daylight:table", resource["name"])
            if table in self.tables:
                paths = resource["path"] if isinstance(resource["path"], list) else [resource["path"]]
                for path in paths:
                    self.tables[table] += self.rows(folder / path, resource)

    def rows(self, path, resource):
        schema = resource.get("schema", {})
        fields = {field["name"]: field for field in schema.get("fields", [])}
        missing = schema.get("missingValues", [""])
        constants = {field.get("daylight:column", field["name"]): plain(field["constant"])
                     for field in schema.get("extraFields", []) if "constant" in field}
        text = path.read_bytes().decode(resource.get("encoding", "utf-8").replace("utf-8", "utf-8-sig"))
        delimiter = resource.get("dialect", {}).get("delimiter", ",")
        for line in csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter):
            if not any((cell or "").strip() for cell in line.values() if isinstance(cell, str)):
                continue
            row = dict(constants)
            for header, field in fields.items():
                cell = (line.get(header) or "").strip()
                row[field.get("daylight:column", header)] = Cell("" if cell in missing else cell, field)
            yield Row(row)

    def word(self, row, column):
        text = row[column]
        for word in WORDS[column]:
            if text == word or text in self.words.get(word, []):
                return word
        return ""


class Cell(str):
    """A text that knows its field, which may say how a number is written."""

    def __new__(cls, text, field):
        cell = super().__new__(cls, text)
        cell.field = field
        return cell


class Row(dict):
    """Missing columns are blank."""

    def __missing__(self, _):
        return ""

    def any_language(self, column):
        """Whether a text stands in some language."""
        return any(text for name, text in self.items() if name == column or name.startswith(column + ":"))

    def number(self, column):
        text = self[column]
        field = getattr(text, "field", {})
        text = str(text).replace(field.get("groupChar", ",") or ",", "").replace(field.get("decimalChar", "."), ".")
        return Fraction(text.replace("−", "-")) * Fraction(str(field.get("factor", 1))) if text else None

    def day(self, column):
        text = self[column]
        order = re.sub(r"[^dmy]", "", getattr(text, "field", {}).get("format", "").lower())
        parts = re.split(r"[/.\- ]", text)
        if order in ("dmy", "mdy") and len(parts) == 3:
            at = dict(zip(order, map(int, parts)))
            return date(at["y"], at["m"], at["d"])
        return read_day(text)

    def period(self, column):
        return read_period(self[column]) if self[column] else None

    def weight(self):
        weight = self.number("weight")
        return Fraction(1) if weight is None else weight

    def deadline(self):
        """The extended day where a reason stands, else the first one."""
        extended = self.day("extended") if self.any_language("extension") else None
        return extended or self.day("due")

    def is_extended(self):
        return self.any_language("extension") and self.day("extended") is not None


def plain(value):
    return value if isinstance(value, str) else json.dumps(value)


# The rule.

class Results:
    def __init__(self, package):
        self.package, self.rule, self.tables = package, package.rule, package.tables
        self.today = self.day_of_package()
        self.known = {}

    def day_of_package(self):
        stated = self.package.descriptor.get("daylight:as-of")
        if stated:
            return read_day(stated)
        days = [row.day("day") for row in self.tables["updates"]]
        days += [row.day("done") for row in self.tables["steps"]]
        days += [row.period("period")[1] for row in self.tables["values"]
                 if row["value"] and not row.any_language("group") and row.period("period")]
        days = [day for day in days if day]
        if not days:
            raise SystemExit("the package tells of no day")
        return max(days)

    def is_past(self, deadline):
        return deadline is not None and self.today > deadline

    # Indicators.

    def figure(self, indicator):
        """The last day of the figure's period and the figure, or None."""
        headline = {}
        for row in self.tables["values"]:
            if row["indicator"] == indicator["id"] and not row.any_language("group") and row.period("period"):
                headline[row.period("period")] = row.number("value")
        there = [(last, first, value) for (first, last), value in headline.items()
                 if value is not None and last <= self.today]
        # Of two that end on one day, that of the longer period.
        return max(there, key=lambda figure: (figure[0], -figure[1].toordinal()))[::2] if there else None

    def targets(self, indicator):
        """The last day of each period and what it is to be by then, in order; of two for one day the row below."""
        by_day = {}
        for row in self.tables["targets"]:
            if row["indicator"] == indicator["id"] and row.period("period") and row.number("value") is not None:
                by_day[row.period("period")[1]] = row.number("value")
        return sorted(by_day.items())

    def indicator(self, row):
        sign = -1 if self.package.word(row, "direction") == "less" else 1
        is_total = self.package.word(row, "measures") == "total"
        targets, figure = self.targets(row), self.figure(row)
        if not targets:
            return "not-measurable", "no-target", None
        if figure is None:
            return "not-measurable", "no-figure", None
        (day, value), (until, target) = figure, targets[-1]
        baseline = row.number("baseline")
        reached = sign * (value - target) >= 0
        if reached:
            progress = 1000
        elif baseline is not None and sign * (target - baseline) > 0:
            progress = min(999, max(0, floor((value - baseline) * 1000 / (target - baseline))))
        else:
            progress = None
        if reached and (is_total or day >= until):
            return "done", "reached", progress
        over = (self.today - until).days
        if over > 0 and day >= until or over > self.rule["figure-due-days"]:
            return "late", "missed", progress
        if (self.today - day).days > self.rule["stale-days"]:
            return "not-measurable", "stale", None
        if reached:
            return "on-track", "ahead", progress
        begin = row.period("baseline-period")
        if baseline is None or begin is None:
            return "not-measurable", "no-baseline", None
        corners = [point for point in targets if point[0] > begin[1]]
        if day < begin[1] or not corners:
            return "not-measurable", "no-baseline", None
        asked = read_path([(begin[1], baseline)] + corners, day)
        movement = sign * (asked - baseline)
        if movement > 0:
            is_on_path = sign * (value - baseline) * 1000 >= movement * self.rule["on-path-permille"]
        else:
            is_on_path = sign * (value - asked) >= 0
        return ("on-track", "on-path", progress) if is_on_path else ("late", "behind", progress)

    # What has parts.

    def of(self, kind, row):
        key = kind, row["id"]
        if key not in self.known:
            self.known[key] = "not-measurable", "parts", None, None  # where goals are parts of each other
            self.known[key] = (*getattr(self, kind)(row), None)[:4]
        return self.known[key]

    def parts(self, parts):
        told = [(row.weight(), self.of(kind, row)) for kind, row in parts]
        if not told:
            return "not-measurable", "parts", None, None
        statuses = {status for _, (status, *_) in told}
        if statuses == {"done"}:
            status = "done"
        elif "late" in statuses:
            status = "late"
        elif statuses == {"not-measurable"}:
            status = "not-measurable"
        else:
            status = "on-track"
        whole = sum(weight for weight, _ in told)
        has = [(weight, progress) for weight, (_, _, progress, _) in told if progress is not None]
        weighed = sum(weight for weight, _ in has)
        covering = sum(weight * ((1000 if covered is None else covered) if progress is not None else 0)
                       for weight, (_, _, progress, covered) in told)
        progress = floor(sum(weight * progress for weight, progress in has) / weighed) if weighed else None
        return status, "parts", progress, floor(covering / whole) if whole else None

    def rows_of(self, table, column, id_):
        return [row for row in self.tables[table] if row[column] == id_ and id_]

    def task(self, row):
        indicators = [("indicator", part) for part in self.rows_of("indicators", "task", row["id"])]
        steps = self.rows_of("steps", "task", row["id"])
        if any(self.of(*part)[0] != "not-measurable" for part in indicators):
            told = self.parts(indicators)
        elif any(step.day("due") or step.day("done") for step in steps):
            told = self.steps(row, steps)
        else:
            told = "not-measurable", "no-figures", None, None
        if told[0] != "done" and self.is_past(row.deadline()):
            return "late", "overdue", *told[2:]
        return told

    def steps(self, task, steps):
        def is_done(step):
            return step.day("done") is not None and step.day("done") <= self.today and step.any_language("evidence")

        def deadline(step):
            due = step.day("due")
            return max(due, task.deadline()) if due and task.is_extended() else due

        whole = sum(step.weight() for step in steps)
        done = sum(step.weight() for step in steps if is_done(step))
        progress = floor(done * 1000 / whole) if whole else None
        if all(is_done(step) for step in steps):
            return "done", "steps-done", progress, None
        if any(self.is_past(deadline(step)) and not is_done(step) for step in steps):
            return "late", "step-late", progress, None
        return "on-track", "steps", progress, None

    def goal(self, row):
        parts = [("goal", part) for part in self.rows_of("goals", "parent", row["id"])]
        parts += [("task", part) for part in self.rows_of("tasks", "goal", row["id"])]
        parts += [("indicator", part) for part in self.rows_of("indicators", "goal", row["id"]) if not part["task"]]
        return self.parts(parts)

    def plan(self, row):
        goals = self.rows_of("goals", "plan", row["id"])
        return self.parts([("goal", goal) for goal in goals if not goal["parent"]])

    # Findings.

    def rectifications(self, finding):
        """State and amount of each, as the rule counts them."""
        told = []
        for row in self.rows_of("rectifications", "finding", finding["id"]):
            state, day = self.package.word(row, "state"), row.day("day")
            if state == "done" and not (day and day <= self.today and row.any_language("evidence")):
                state = "under-way"
            told.append((state, row.number("amount")))
        return told

    def finding(self, row):
        states = {state for state, _ in self.rectifications(row)}
        if states == {"done"}:
            return "done"
        return "not-done" if states <= {"not-done"} else "under-way"

    def balance(self, audit, findings):
        states = ["done", "under-way", "not-done"]
        counts, sums = dict.fromkeys(states, 0), dict.fromkeys(states, Fraction(0))
        for row in findings:
            counts[self.finding(row)] += 1
            parts = [(state, amount) for state, amount in self.rectifications(row) if amount is not None]
            for state, amount in parts or [(self.finding(row), row.number("amount") or Fraction(0))]:
                sums[state] += amount
        found = sum((row.number("amount") or Fraction(0) for row in findings), Fraction(0))
        stated = audit.number("findings") if audit else None
        return {
            "audit": str(audit["id"]) if audit else None,
            "count": {"stated": None if stated is None else int(stated), "found": len(findings), **counts},
            "amount": {"stated": self.money(audit.number("amount")) if audit else None, "found": self.money(found),
                       **{state: self.money(amount) for state, amount in sums.items()}},
        }

    def money(self, amount):
        """As a decimal with the digits of the currency."""
        if amount is None:
            return None
        digits = 0 if self.package.descriptor.get("daylight:currency") in ("JPY", "KRW", "VND", "CLP") else 2
        units = amount * 10 ** digits
        if units.denominator != 1:
            raise ValueError(f"{amount} has more digits than the currency")
        text = f"{abs(units.numerator):0{digits + 1}d}"
        text = f"{text[:-digits]}.{text[-digits:]}" if digits else text
        return "-" + text if amount < 0 else text

    def answer(self):
        statuses = []
        for kind in ["plan", "goal", "task", "indicator"]:
            for row in self.tables[kind + "s"]:
                status, why, progress, covered = self.of(kind, row)
                statuses.append({"kind": kind, "id": str(row["id"]), "status": status, "why": why, "progress": progress,
                                 "covered": covered})
        findings = []
        for row in self.tables["findings"]:
            state = self.finding(row)
            findings.append({"id": str(row["id"]), "state": state,
                             "overdue": state != "done" and self.is_past(row.deadline()),
                             "amount": self.money(row.number("amount"))})
        balances = [self.balance(audit, self.rows_of("findings", "audit", audit["id"])) for audit in self.tables["audits"]]
        if self.tables["findings"]:
            balances.append(self.balance(None, self.tables["findings"]))
        return {"as-of": self.today.isoformat(), "rule": self.rule["id"], "statuses": statuses, "findings": findings,
                "balances": balances}


def floor(number):
    return number.numerator // number.denominator


def read_path(points, day):
    """What straight lines through points ask for on a day; before the first point the first, after the last the last."""
    if day <= points[0][0]:
        return points[0][1]
    for (left, low), (right, high) in zip(points, points[1:]):
        if day <= right:
            return low + (high - low) * Fraction((day - left).days, (right - left).days)
    return points[-1][1]


def main(arguments):
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        answer = Results(Package(Path(arguments[0]))).answer()
    except (OSError, ValueError, KeyError, LookupError, TypeError) as fault:
        print(f"{arguments[0]}: {type(fault).__name__}: {fault}", file=sys.stderr)
        return 2
    sys.stdout.reconfigure(encoding="utf-8")
    print(json.dumps(answer, ensure_ascii=False, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
