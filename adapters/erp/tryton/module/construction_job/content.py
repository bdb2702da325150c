# SPDX-License-Identifier: GPL-3.0-or-later
"""The content of a job as it comes: checked, or refused by field. Knows no database."""
import datetime as dt
import re
from decimal import Decimal

from .answer import refused

ADDRESS = {
    'line1': True, 'line2': False, 'city': True, 'region': False,
    'postalCode': False, 'country': True}
_MONEY = re.compile(r'^-?(0|[1-9]\d{0,14})(\.\d*[1-9])?$')


def escape(part):
    "A part of a JSON pointer (RFC 6901)."
    return part.replace('~', '~0').replace('/', '~1')


def canonical(amount):
    "A decimal as text: no exponent, no zeros that say nothing."
    if amount is None:
        return None
    text = format(amount, 'f')
    if '.' in text:
        text = text.rstrip('0').rstrip('.')
    return '0' if text in {'-0', ''} else text


def _object(value, pointer):
    if not isinstance(value, dict):
        raise refused(pointer, 'must be an object')
    return value


def _text(fields, key, pointer, required):
    value = fields.get(key)
    if value is None and not required:
        return
    if not isinstance(value, str) or not value.strip():
        raise refused(f'{pointer}/{escape(key)}', 'must be a text')


def _date(fields, key):
    value = fields.get(key)
    if value is None:
        return
    try:
        dt.date.fromisoformat(value)
    except (TypeError, ValueError):
        raise refused(f'/{key}', 'must be a date such as 2026-03-01')


def _cost_codes(cost_codes):
    if not isinstance(cost_codes, list) or not cost_codes:
        raise refused('/costCodes', 'needs at least one cost code')
    seen = set()
    for item in cost_codes:
        code = _object(item, '/costCodes').get('code')
        if not isinstance(code, str) or not code.strip():
            raise refused('/costCodes', 'every cost code needs its code')
        pointer = f'/costCodes/{escape(code)}'
        if code in seen:
            raise refused(pointer, 'is there twice')
        seen.add(code)
        _text(item, 'name', pointer, True)
        budget = item.get('budget')
        if budget is not None and not (
                isinstance(budget, str) and _MONEY.match(budget)):
            raise refused(
                f'{pointer}/budget', 'must be a decimal such as "1000.5"')


def check(content):
    "Raises the refusal of the first field that does not fit."
    _object(content, '')
    _text(_object(content.get('job'), '/job'), 'number', '/job', True)
    for key in ['name', 'currency']:
        _text(content, key, '', True)
    for key in ['startDate', 'completionDate']:
        _date(content, key)
    address = _object(content.get('address'), '/address')
    for key, required in ADDRESS.items():
        _text(address, key, '/address', required)
    customer = _object(content.get('customer'), '/customer')
    _text(customer, 'code', '/customer', True)
    _cost_codes(content.get('costCodes'))


def check_digits(content, digits):
    "The currency of the company takes so many digits after the point."
    for item in content['costCodes']:
        budget = item.get('budget')
        if budget is None:
            continue
        if -Decimal(budget).as_tuple().exponent > digits:
            raise refused(
                f"/costCodes/{escape(item['code'])}/budget",
                f'{budget} has more than {digits} digits after the point')


def _leaves(value, pointer=''):
    if isinstance(value, dict):
        for key, member in value.items():
            yield from _leaves(member, f'{pointer}/{escape(key)}')
    elif isinstance(value, list):
        for item in value:
            yield from _leaves(item, f"{pointer}/{escape(item['code'])}")
    elif value is not None:
        yield pointer, value


def is_same(one, other):
    "Whether both hold the same, whatever the order of cost codes."
    return dict(_leaves(one)) == dict(_leaves(other))
