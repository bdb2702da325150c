# SPDX-License-Identifier: GPL-3.0-or-later
"""Job numbers: those of Tryton's projects, unique there."""
import re

from trytond.pool import Pool
from trytond.transaction import Transaction

from . import answer

_SIGNS = {'#': '[0-9]', 'A': '[A-Za-z]'}
_LAST_DIGITS = re.compile(r'#+(?=[^#]*$)')


def next_number(mask, numbers):
    """
    The highest number that fits, plus one in its last digits, or None where
    there is none. In a mask `#` is a digit, `A` a letter, all else itself.
    """
    digits = _LAST_DIGITS.search(mask)
    if not digits:
        return None
    pattern = re.compile(
        ''.join(_SIGNS.get(sign, re.escape(sign)) for sign in mask))
    highest = max(filter(pattern.fullmatch, numbers), default=None)
    if highest is None:
        return None
    start, end = digits.span()
    following = str(int(highest[start:end]) + 1).zfill(end - start)
    if len(following) > end - start:
        return None
    return highest[:start] + following + highest[end:]


def find_next(mask):
    work = Pool().get('project.work').__table__()
    cursor = Transaction().connection.cursor()
    cursor.execute(*work.select(
            work.number, where=work.number != None))  # noqa: E711
    return next_number(mask, [number for number, in cursor])


def find_holder(number, reference):
    "Who else has the number: a reference, or the name of a project."
    pool = Pool()
    works = pool.get('project.work').search(
        [('number', '=', number)], limit=1)
    if not works:
        return None
    jobs = pool.get('construction.job').search(
        [('work', '=', works[0].id)], limit=1)
    if not jobs:
        return works[0].name
    return None if jobs[0].reference == reference else jobs[0].reference


def claim(number, reference):
    "The number is this reference's, or the answer says whose."
    Pool().get('construction.claim').hold('number', number)
    holder = find_holder(number, reference)
    if holder is not None:
        raise answer.number_taken(number, holder)
