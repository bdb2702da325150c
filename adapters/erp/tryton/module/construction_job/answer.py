# SPDX-License-Identifier: GPL-3.0-or-later
"""Final answers. Their codes are part of the protocol and never translated."""
import json

from trytond.exceptions import UserError


def _answer(code, **details):
    return UserError(code, json.dumps(details, sort_keys=True))


def refused(pointer, message):
    "The data cannot be taken: sending the same again is useless."
    return _answer(
        'EXPORT_REFUSED', text=message,
        fields=[{'pointer': pointer, 'message': message}])


def number_taken(number, holder):
    return _answer('EXPORT_NUMBER_TAKEN', number=number, holder=holder)


def changed(record):
    "The record is there and holds something else than was expected."
    return _answer('EXPORT_CHANGED', **record)


def gone():
    return _answer('EXPORT_GONE')
