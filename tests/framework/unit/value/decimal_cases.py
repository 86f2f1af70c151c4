"""Prints numbers and what Python's decimal module says of them, one a line, for test_decimal_cases.c.

The fields, separated by tabs, "-" where there is none: the text; its canonical form; whether it is whole; its value as
an int64; the nearest double in C's hexadecimal notation; whether that is exact; the shortest digits of that double; the
order of this number and the one of the line before.
"""

import random
import sys
from decimal import MAX_EMAX, MAX_PREC, MIN_EMIN, Decimal, localcontext

MOST_EXPONENT = 1_000_000
PLAIN_DIGITS = 60
BOUNDS = [2**31, 2**32, 2**53, 2**63, 2**64, 10**19, 10**60]


def canonical(number: Decimal) -> str | None:
    sign, digits, _ = number.as_tuple()
    text = "".join(map(str, digits)).lstrip("0")
    if not text:
        return "0"
    exponent = number.adjusted()
    text = text.rstrip("0")
    if abs(exponent) > MOST_EXPONENT:
        return None
    if exponent >= PLAIN_DIGITS or exponent < -PLAIN_DIGITS - 1:
        shown = text[0] + ("." + text[1:] if len(text) > 1 else "") + f"e{exponent}"
    elif exponent < 0:
        shown = "0." + "0" * (-exponent - 1) + text
    else:
        whole = text[: exponent + 1].ljust(exponent + 1, "0")
        rest = text[exponent + 1 :]
        shown = whole + ("." + rest if rest else "")
    return "-" + shown if sign else shown


def draw_digits(source: random.Random, most: int) -> str:
    return "".join(source.choices("0123456789" if source.random() < 0.7 else "09", k=source.randint(1, most)))


def draw(source: random.Random) -> str:
    sign = source.choice(["", "-"])
    kind = source.random()
    if kind < 0.15:
        return f"{sign}{source.choice(BOUNDS) + source.randint(-2, 2)}"
    if kind < 0.35:
        number = source.uniform(0, 10) * 10.0 ** source.randint(-30, 30)
        if kind < 0.25:
            return sign + str(Decimal(number))
        # Halfway between two doubles, or next to that.
        middle = (Decimal(number) + Decimal(number * (1 + 2**-52))) / 2
        return sign + str(middle + source.choice([0, 0, 1, -1]) * middle * Decimal("1e-60"))
    text = sign + draw_digits(source, 400 if kind > 0.99 else 25)
    if source.random() < 0.5:
        text += "." + draw_digits(source, 25)
    if source.random() < 0.5:
        most = MOST_EXPONENT + 100 if kind > 0.98 else 400 if kind > 0.8 else 30
        text += source.choice("eE") + source.choice(["", "+", "-"]) + str(source.randint(0, most))
    return text


def line(text: str, number: Decimal, before: Decimal) -> str:
    whole = number == 0 or number.as_tuple().exponent >= 0 or number == number.to_integral_value()
    fits = whole and (number == 0 or number.adjusted() < 20) and -(2**63) <= int(number) < 2**63
    double = float(text)
    usable = abs(double) != float("inf") and (double != 0 or number == 0)
    fields = [
        text,
        canonical(number),
        str(int(whole)),
        str(int(number)) if fits else None,
        double.hex() if usable else None,
        str(int(usable and Decimal(double) == number)),
        canonical(Decimal(repr(double))) if usable else None,
        str((number > before) - (number < before)),
    ]
    return "\t".join("-" if field is None else field for field in fields)


def main() -> None:
    count = int(sys.argv[1])
    source = random.Random(20261124)
    before = Decimal(0)
    with localcontext() as context:
        context.prec, context.Emax, context.Emin = min(2000, MAX_PREC), MAX_EMAX, MIN_EMIN
        for _ in range(count):
            text = draw(source)
            number = Decimal(text)
            sys.stdout.write(line(text, number, before) + "\n")
            if canonical(number) is not None:
                before = number


if __name__ == "__main__":
    main()
