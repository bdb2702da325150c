# SPDX-License-Identifier: GPL-3.0-or-later
"""The content of a job as it comes, field by field. Knows no database."""
import datetime as dt
import re
from collections import Counter
from decimal import Decimal
from itertools import chain

from .answer import refused

_MONEY = re.compile(r'(?!-0$)-?(0|[1-9][0-9]{0,14})(\.[0-9]*[1-9])?')
# What a Char of Tryton does not keep, and what PostgreSQL does not.
_FORBIDDEN = re.compile('[\t\n\r\x0b\x0c\0\ud800-\udfff]')
_MOST_PROBLEMS = 200
# Objects in a list in an object.
_DEEPEST = 4


def escape(part):
    "A part of a JSON pointer (RFC 6901)."
    return part.replace('~', '~0').replace('/', '~1')


def canonical(amount):
    "A decimal as text: no exponent, no zeros that say nothing."
    text = format(amount, 'f')
    if '.' in text:
        text = text.rstrip('0').rstrip('.')
    return '0' if text == '-0' else text


def is_text(value):
    "Whether Tryton gives it back as it is."
    return (
        isinstance(value, str) and value != '' and value.strip() == value
        and not _FORBIDDEN.search(value))


def _is_date(value):
    try:
        return dt.date.fromisoformat(value).isoformat() == value
    except (TypeError, ValueError):
        return False


def _is_money(value):
    return isinstance(value, str) and _MONEY.fullmatch(value) is not None


TEXT = is_text, 'must be a line of text, without blanks around it'
DATE = _is_date, 'must be a date such as 2026-03-01'
MONEY = _is_money, 'must be a decimal such as "1000.5"'


class _Check:
    def __init__(self):
        self.problems = []

    def object(self, value, pointer, required, optional={}):
        "Whether the value has exactly these keys, each of its kind."
        if not isinstance(value, dict):
            self.problems.append((pointer, 'must be an object'))
            return False
        kinds = {**required, **optional}
        for key in value.keys() - kinds.keys():
            self.problems.append((f'{pointer}/{escape(key)}', 'is not known'))
        for key, kind in kinds.items():
            if kind is None or (key in optional and key not in value):
                continue
            is_right, message = kind
            if not is_right(value.get(key)):
                self.problems.append((f'{pointer}/{key}', message))
        return True

    def cost_codes(self, cost_codes):
        if not isinstance(cost_codes, list) or not cost_codes:
            self.problems.append(('/costCodes', 'needs a cost code'))
            return
        codes = Counter()
        for item in cost_codes:
            code = item.get('code') if isinstance(item, dict) else None
            if not is_text(code):
                self.problems.append(
                    ('/costCodes', 'every cost code needs its code'))
                return
            pointer = f'/costCodes/{escape(code)}'
            self.object(
                item, pointer, {'code': TEXT, 'name': TEXT},
                {'budget': MONEY})
            codes[code] += 1
            if codes[code] == 2:
                self.problems.append((pointer, 'is there twice'))

    def content(self, content):
        if not self.object(
                content, '', {
                    'job': None, 'name': TEXT, 'currency': TEXT,
                    'address': None, 'customer': None, 'costCodes': None},
                {'startDate': DATE, 'completionDate': DATE}):
            return
        self.object(content.get('job'), '/job', {'number': TEXT})
        self.object(
            content.get('address'), '/address',
            {'line1': TEXT, 'city': TEXT, 'country': TEXT},
            {'line2': TEXT, 'region': TEXT, 'postalCode': TEXT})
        self.object(content.get('customer'), '/customer', {'code': TEXT})
        self.cost_codes(content.get('costCodes'))
        start, completion = map(content.get, ['startDate', 'completionDate'])
        if (_is_date(start) and _is_date(completion)
                and completion < start):
            self.problems.append(('/completionDate', 'is before the start'))


def check(content):
    "Raises the refusal of every field that does not fit."
    check = _Check()
    check.content(content)
    if check.problems:
        raise refused(check.problems[:_MOST_PROBLEMS])


def dates(content):
    "The first and the last day, or None."
    return [
        dt.date.fromisoformat(content[key]) if key in content else None
        for key in ['startDate', 'completionDate']]


def _misfits(content, currency, digits, is_country_known):
    if content['currency'] != currency:
        yield '/currency', (
            f"{content['currency']} is not the currency of the company, "
            f"{currency}")
    if not is_country_known:
        country = content['address']['country']
        yield '/address/country', f'{country} is not known here'
    for item in content['costCodes']:
        budget = item.get('budget', '0')
        if -Decimal(budget).as_tuple().exponent > digits:
            yield (
                f"/costCodes/{escape(item['code'])}/budget",
                f'{budget} has more than {digits} digits after the point')


def check_fit(*arguments):
    "Raises the refusal of what a company with this currency does not take."
    problems = list(_misfits(*arguments))
    if problems:
        raise refused(problems[:_MOST_PROBLEMS])


def _leaves(value, pointer='', depth=0):
    """
    Each text with its place; a cost code stands under its code.
    A record holds texts only: what else comes is like none of them.
    """
    if depth < _DEEPEST and isinstance(value, dict):
        for key, member in value.items():
            yield from _leaves(member, f'{pointer}/{escape(key)}', depth + 1)
    elif depth < _DEEPEST and isinstance(value, list):
        for index, item in enumerate(value):
            code = item.get('code') if isinstance(item, dict) else None
            part = code if isinstance(code, str) else str(index)
            yield from _leaves(item, f'{pointer}/{escape(part)}', depth + 1)
    else:
        yield pointer, value if isinstance(value, str) else type(value)


def differences(one, other):
    "The places where they differ, whatever the order of cost codes."
    one, other = Counter(_leaves(one)), Counter(_leaves(other))
    return sorted({
            pointer for pointer, _ in chain(one - other, other - one)})
