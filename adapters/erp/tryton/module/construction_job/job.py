# SPDX-License-Identifier: GPL-3.0-or-later
"""
A job that comes from outside with all it needs, in one transaction: project,
customer, site address, cost codes with their budget. One row per reference.
"""
from trytond.model import ModelSQL, ModelView, Unique, fields
from trytond.pool import Pool
from trytond.rpc import RPC

from . import answer, content as contents, cost_code, customer, job_number
from .call import call

# Content, as it comes, to our own fields.
_ADDRESS_FIELDS = {
    'line1': 'site_line1', 'line2': 'site_line2', 'city': 'site_city',
    'region': 'site_region', 'postalCode': 'site_postal_code'}
_DATE_FIELDS = {'startDate': 'start_date', 'completionDate': 'completion_date'}

# Arguments, and whether they are a text.
_REFERENCE = {'reference': True}
_CONTENT = {**_REFERENCE, 'content': False}
_NAME = {'customer_name': True}


class Job(ModelSQL, ModelView):
    __name__ = 'construction.job'
    _rec_name = 'reference'
    reference = fields.Char("Reference", required=True, readonly=True)
    company = fields.Many2One(
        'company.company', "Company", required=True, readonly=True)
    work = fields.Many2One(
        'project.work', "Project", required=True, readonly=True,
        ondelete='RESTRICT')
    root = fields.Many2One(
        'analytic_account.account', "Cost Codes", required=True,
        readonly=True, ondelete='RESTRICT')
    budget = fields.Many2One(
        'analytic_account.budget', "Budget", required=True, readonly=True,
        ondelete='RESTRICT')
    start_date = fields.Date("Start Date")
    completion_date = fields.Date("Completion Date")
    site_line1 = fields.Char("Street", required=True)
    site_line2 = fields.Char("Street 2")
    site_city = fields.Char("City", required=True)
    site_region = fields.Char("Region")
    site_postal_code = fields.Char("Postal Code")
    site_country = fields.Many2One(
        'country.country', "Country", required=True)

    @classmethod
    def __setup__(cls):
        super().__setup__()
        table = cls.__table__()
        cls._sql_constraints += [
            ('reference_unique', Unique(table, table.reference),
                'construction_job.msg_reference_unique')]
        cls.__rpc__.update({
                'import_job': RPC(readonly=False),
                'update_job': RPC(readonly=False),
                'find_job': RPC(),
                'preflight_job': RPC(),
                })

    @call('create', _CONTENT, _NAME)
    def import_job(
            cls, company, reference, content=None, customer_name=None):
        "Makes the job, or answers the one that holds this content."
        contents.check(content)
        job = cls._find(company, reference)
        if not job:
            Pool().get('construction.claim').hold('job', reference)
            job = cls._find(company, reference)
        if not job:
            job = cls._make(company, reference, content, customer_name)
            return {'created': True, **job._described()}
        record = job._described()
        different = contents.differences(record['content'], content)
        if different:
            raise answer.changed(record, different)
        return {'created': False, **record}

    @call('write', {**_CONTENT, 'expect': False}, _NAME)
    def update_job(
            cls, company, reference, content=None, expect=None,
            customer_name=None):
        "Brings the job up to date if it holds exactly what is expected."
        contents.check(content)
        if not isinstance(expect, dict):
            raise answer.refused([('', 'expect must be an object')])
        Pool().get('construction.claim').hold('job', reference)
        job = cls._find(company, reference)
        if not job:
            raise answer.gone()
        record = job._described()
        if not contents.differences(record['content'], content):
            return {'updated': False, **record}
        unexpected = contents.differences(record['content'], expect)
        if unexpected:
            raise answer.changed(record, unexpected)
        job._update(content, customer_name)
        return {'updated': True, **job._described()}

    @call('read', _REFERENCE)
    def find_job(cls, company, reference):
        "The job as it is now, or null."
        job = cls._find(company, reference)
        return {'job': job._described() if job else None}

    @call('read', _REFERENCE, dict.fromkeys(
            ['number', 'mask', 'customer_code'], True))
    def preflight_job(
            cls, company, reference, number=None, mask=None,
            customer_code=None):
        "What would stand in the way of an import; writes nothing."
        job = cls._find(company, reference)
        result = {'job': job._described()} if job else {}
        if number is not None:
            holder = job_number.find_holder(number, reference)
            result['number_taken'] = holder is not None
            if holder is not None:
                result['holder'] = holder
        if customer_code is not None:
            result['customer_known'] = (
                customer.find_party(customer_code) is not None)
        following = None if mask is None else job_number.find_next(mask)
        if following is not None:
            result['next_number'] = following
        return result

    @classmethod
    def _find(cls, company, reference):
        jobs = cls.search([
                ('reference', '=', reference),
                ('company', '=', company.id),
                ], limit=1)
        return jobs[0] if jobs else None

    def _described(self):
        "What the ERP holds, read from its own records."
        return {
            'reference': self.reference,
            'ids': {'job': str(self.id), 'project': str(self.work.id)},
            'content': self._content(),
            }

    def _content(self):
        party = self.work.party
        address = {
            key: getattr(self, name) for key, name in _ADDRESS_FIELDS.items()
            if getattr(self, name)}
        dates = {
            key: getattr(self, name).isoformat()
            for key, name in _DATE_FIELDS.items() if getattr(self, name)}
        return {
            'job': {'number': self.work.number or ''},
            'name': self.work.name,
            'currency': self.company.currency.code,
            **dates,
            'address': {**address, 'country': self.site_country.code or ''},
            'customer': {'code': (party.code or '') if party else ''},
            'costCodes': cost_code.read_content(self),
            }

    @classmethod
    def _make(cls, company, reference, content, customer_name):
        pool = Pool()
        country = _fitting_country(company, content)
        number = content['job']['number']
        job_number.claim(number, reference)
        status = pool.get('project.work.status').search(
            [('types', 'in', 'project'), ('default', '=', True)], limit=1)
        work, = pool.get('project.work').create([{
                    'type': 'project',
                    'company': company.id,
                    'status': status[0].id if status else None,
                    'name': content['name'],
                    'number': number,
                    **customer.project_fields(
                        content, customer_name, country),
                    }])
        job, = cls.create([{
                    'reference': reference,
                    'company': company.id,
                    'work': work.id,
                    **cost_code.make_frame(company, content),
                    **_own_fields(content, country),
                    }])
        cost_code.add(job, content['costCodes'])
        return job

    def _update(self, content, customer_name):
        country = _fitting_country(self.company, content)
        number = content['job']['number']
        values = {'name': content['name'], 'number': number}
        if number != self.work.number:
            job_number.claim(number, self.reference)
        party = self.work.party
        if not party or party.code != content['customer']['code']:
            values.update(customer.project_fields(
                    content, customer_name, country))
        Pool().get('project.work').write([self.work], values)
        self.write([self], _own_fields(content, country))
        cost_code.update(self, content)


def _fitting_country(company, content):
    "Of the site. Raises the refusal of what the company does not take."
    countries = Pool().get('country.country').search(
        [('code', '=', content['address']['country'])], limit=1)
    currency = company.currency
    contents.check_fit(
        content, currency.code, currency.digits, bool(countries))
    return countries[0]


def _own_fields(content, country):
    address = content['address']
    return {
        **{name: address.get(key) for key, name in _ADDRESS_FIELDS.items()},
        **dict(zip(_DATE_FIELDS.values(), contents.dates(content))),
        'site_country': country.id,
        }
