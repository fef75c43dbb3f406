# SPDX-License-Identifier: Apache-2.0
"""Small weather files in EPW form, made up: a year of 10 degC, or one with a flaw."""

DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
HEADER = """\
LOCATION,Nowhere,-,XXX,made up,000000,48.0,2.0,1.0,100.0
DESIGN CONDITIONS,0
TYPICAL/EXTREME PERIODS,0
GROUND TEMPERATURES,0
HOLIDAYS/DAYLIGHT SAVINGS,No,0,0,0
COMMENTS 1,made up for a test
COMMENTS 2,
DATA PERIODS,1,1,Data,Sunday,1/1,12/31
"""


def rows():
    """The 8,760 rows of a year."""
    return [
        f"2001,{month + 1},{day + 1},{hour + 1},60,?,10.0,5.0,70,100000\n"
        for month, days in enumerate(DAYS)
        for day in range(days)
        for hour in range(24)
    ]


def epw(keep=None, drop=(), replace=None, header=HEADER):
    """A weather file.

    keep: number of rows before the file ends; drop: numbers of rows left out, from 0;
    replace: {row: (old, new)} changes texts of rows.
    """
    kept = rows()
    for row, (old, new) in (replace or {}).items():
        assert old in kept[row]
        kept[row] = kept[row].replace(old, new)
    dropped = set(drop)
    return header + "".join(r for i, r in enumerate(kept[:keep]) if i not in dropped)
