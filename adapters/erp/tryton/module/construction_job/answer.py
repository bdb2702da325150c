# SPDX-License-Identifier: GPL-3.0-or-later
"""Final answers. Their codes are part of the protocol and never translated."""
import json

from trytond.exceptions import UserError


def _answer(code, **details):
    return UserError(code, json.dumps(details, sort_keys=True))


def refused(problems):
    """
    The data cannot be taken: sending the same again is useless.
    Takes pairs of a JSON pointer into the content and a message.
    """
    return _answer(
        'EXPORT_REFUSED',
        text='; '.join(
            ': '.join(filter(None, problem)) for problem in problems[:5]),
        fields=[
            {'pointer': pointer, 'message': message}
            for pointer, message in problems])


def number_taken(number, holder):
    return _answer('EXPORT_NUMBER_TAKEN', number=number, holder=holder)


def changed(record, pointers):
    "The record is there and holds something else than was expected."
    return _answer('EXPORT_CHANGED', fields=pointers, **record)


def gone():
    return _answer('EXPORT_GONE')
