# SPDX-License-Identifier: GPL-3.0-or-later
"""The customer of a job: a party, known by its code."""
from trytond.pool import Pool


def find_party(code):
    parties = Pool().get('party.party').search([('code', '=', code)], limit=1)
    return parties[0] if parties else None


def project_fields(content, name, country):
    "Of the project: a customer that is known by its code is taken as it is."
    code = content['customer']['code']
    party = find_party(code)
    if not party:
        Pool().get('construction.claim').hold('customer', code)
        party = find_party(code) or _make_party(content, name, country)
    addresses = party.addresses
    return {
        'party': party.id,
        'party_address': addresses[0].id if addresses else None,
        }


def _make_party(content, name, country):
    address = content['address']
    street = '\n'.join(filter(None, [address['line1'], address.get('line2')]))
    party, = Pool().get('party.party').create([{
                'name': name or content['customer']['code'],
                'code': content['customer']['code'],
                'addresses': [('create', [{
                                'street_unstructured': street,
                                'city': address['city'],
                                'postal_code': address.get('postalCode'),
                                'country': country.id,
                                }])],
                }])
    return party
