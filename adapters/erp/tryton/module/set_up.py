# SPDX-License-Identifier: GPL-3.0-or-later
"""Fills a fresh Tryton database for development and tests; a second run changes nothing.

Usage: python set_up.py <trytond.conf> <database uri> <out.json>
ERP_INTEGRATION_PASSWORD holds the password of the user "integration", which the key belongs to.
"""
import json
import os
import sys

from proteus import Model, config

conf, database, out = sys.argv[1:4]
config.set_trytond(database, user='admin', config_file=conf)

# ISO 3166-1 alpha-2.
COUNTRIES = """
AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF
CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH
GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW
KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG
NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN
SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT
ZA ZM ZW
""".split()

def first(name, domain):
    found = Model.get(name).find(domain, limit=1)
    return found[0] if found else None


def make(kind, domain, **values):
    found = first(kind, domain)
    if found:
        return found
    record = Model.get(kind)(**values)
    record.save()
    return record


Country = Model.get('country.country')
known = {country.code for country in Country.find([])}
Country.save([Country(name=code, code=code) for code in COUNTRIES if code not in known])

dollar = make(
    'currency.currency', [('code', '=', 'USD')], name='US Dollar', symbol='$', code='USD', numeric_code='840', digits=2)
company = first('company.company', [])
if not company:
    company = make(
        'company.company', [], party=make('party.party', [], name='Initech Construction'), currency=dollar)

admin = first('res.user', [('login', '=', 'admin')])
Company = Model.get('company.company')
if not admin.company:
    admin.companies.append(Company(company.id))
    admin.company = company
    admin.save()

group = first('res.group', [('name', '=', 'Ledgergate')])
user = first('res.user', [('login', '=', 'integration')])
if not user:
    user = Model.get('res.user')(
        name='Integration', login='integration', password=os.environ['ERP_INTEGRATION_PASSWORD'])
    user.companies.append(Company(company.id))
    user.company = company
    user.groups.append(Model.get('res.group')(group.id))
    user.save()

Application = Model.get('res.user.application')
application = first('res.user.application', [('user', '=', user.id), ('application', '=', 'rest')])
if not application:
    application = Application(user=user, application='rest')
    application.save()
    application.reload()
if application.state != 'validated':
    application.click('validate_')

os.umask(0o077)
with open(out, 'w') as file:
    json.dump({'company': company.id, 'key': application.key}, file)
