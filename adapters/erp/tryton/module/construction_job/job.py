# SPDX-License-Identifier: GPL-3.0-or-later
"""
A job that comes from outside with all it needs, in one transaction: project,
customer, site address, cost codes with their budget. One row per reference.
"""
import datetime as dt
import re
from decimal import Decimal

from sql.functions import CurrentTimestamp

from trytond import backend
from trytond.model import ModelSQL, ModelView, Unique, fields
from trytond.model.exceptions import AccessError
from trytond.modules.currency.fields import Monetary
from trytond.pool import Pool
from trytond.rpc import RPC
from trytond.tools import grouped_slice, sqlite_apply_types
from trytond.transaction import Transaction, check_access

from . import answer
from . import content as contents

# Content, as the gate names it, to our own fields.
ADDRESS_FIELDS = {
    'line1': 'site_line1', 'line2': 'site_line2', 'city': 'site_city',
    'region': 'site_region', 'postalCode': 'site_postal_code'}
DATE_FIELDS = {'startDate': 'start_date', 'completionDate': 'completion_date'}


class Job(ModelSQL, ModelView):
    "Construction Job"
    __name__ = 'construction.job'
    _rec_name = 'reference'
    reference = fields.Char("Reference", required=True, readonly=True)
    company = fields.Many2One(
        'company.company', "Company", required=True, readonly=True)
    work = fields.Many2One(
        'project.work', "Project", required=True, readonly=True,
        ondelete='RESTRICT')
    party = fields.Many2One(
        'party.party', "Customer", required=True, readonly=True,
        ondelete='RESTRICT')
    root = fields.Many2One(
        'analytic_account.account', "Cost Codes", required=True,
        readonly=True, ondelete='RESTRICT')
    start_date = fields.Date("Start Date")
    completion_date = fields.Date("Completion Date")
    site_line1 = fields.Char("Street", required=True)
    site_line2 = fields.Char("Street 2")
    site_city = fields.Char("City", required=True)
    site_region = fields.Char("Region")
    site_postal_code = fields.Char("Postal Code")
    site_country = fields.Many2One(
        'country.country', "Country", required=True)
    lines = fields.One2Many('construction.job.line', 'job', "Budget")

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
                'check_job': RPC(),
                })

    # What is called from outside.

    @classmethod
    def import_job(
            cls, reference=None, content=None, customer_name=None, **other):
        "Makes the job, or answers the one that holds this content."
        _check_call(reference, content, other)
        with _as_root('create') as company:
            Claim = Pool().get('construction.claim')
            if not Claim.take('job', reference):
                found = cls._find(reference)
                if not found:
                    Claim.hold('job', reference)
            else:
                found = cls._find(reference)
            if found:
                record = found._described()
                if not contents.is_same(record['content'], content):
                    raise answer.changed(record)
                return {'created': False, **record}
            job = cls._make(reference, company, content, customer_name)
            return {'created': True, **job._described()}

    @classmethod
    def update_job(
            cls, reference=None, content=None, expect=None,
            customer_name=None, **other):
        "Brings the job up to date if it holds exactly what is expected."
        _check_call(reference, content, other)
        with _as_root('write') as company:
            Pool().get('construction.claim').hold('job', reference)
            job = cls._find(reference)
            if not job:
                raise answer.gone()
            record = job._described()
            if contents.is_same(record['content'], content):
                return {'updated': False, **record}
            if not contents.is_same(record['content'], expect):
                raise answer.changed(record)
            job._update(company, content, customer_name)
            return {'updated': True, **cls._find(reference)._described()}

    @classmethod
    def find_job(cls, reference=None, **other):
        "The job as it is now, or null."
        with _as_root('read'):
            job = cls._find(reference)
            return {'job': job._described() if job else None}

    @classmethod
    def check_job(
            cls, reference=None, number=None, mask=None, customer_code=None,
            **other):
        "What would stand in the way of an import."
        with _as_root('read') as company:
            result = {}
            job = cls._find(reference)
            if job:
                result['job'] = job._described()
            if number is not None:
                holder = cls._holder(number, reference)
                result['number_taken'] = holder is not None
                if holder is not None:
                    result['holder'] = holder
            if customer_code is not None:
                result['customer_known'] = _party(customer_code) is not None
            if mask is not None:
                following = _next_number(company, mask)
                if following is not None:
                    result['next_number'] = following
            return result

    # What the ERP holds.

    @classmethod
    def _find(cls, reference):
        jobs = cls.search([('reference', '=', reference)], limit=1)
        return jobs[0] if jobs else None

    def _described(self):
        return {
            'reference': self.reference,
            'ids': {'job': str(self.id), 'project': str(self.work.id)},
            'content': self._content(),
            }

    def _content(self):
        address = {
            key: getattr(self, name) for key, name in ADDRESS_FIELDS.items()
            if getattr(self, name)}
        address['country'] = self.site_country.code
        content = {
            'job': {'number': self.work.number or ''},
            'name': self.work.name,
            'currency': self.company.currency.code,
            'address': address,
            'customer': {
                'code': self.work.party.code if self.work.party else ''},
            'costCodes': self._cost_codes(),
            }
        for key, name in DATE_FIELDS.items():
            value = getattr(self, name)
            if value:
                content[key] = value.isoformat()
        return content

    def _cost_codes(self):
        result = []
        for account, budget in self._accounts():
            code, name, state = account[1:]
            if state == 'closed':
                continue
            item = {'code': code or '', 'name': name}
            if budget is not None:
                item['budget'] = contents.canonical(budget)
            result.append(item)
        return sorted(result, key=lambda item: item['code'])

    def _accounts(self):
        "Every cost code: (id, code, name, state), and its budget or None."
        pool = Pool()
        account = pool.get('analytic_account.account').__table__()
        line = pool.get('construction.job.line').__table__()
        query = account.join(
            line, 'LEFT',
            condition=(line.account == account.id) & (line.job == self.id)
            ).select(
                account.id, account.code, account.name, account.state,
                line.budget.as_('budget'),
                where=(account.root == self.root.id)
                & (account.id != self.root.id))
        if backend.name == 'sqlite':
            sqlite_apply_types(query, [None, None, None, None, 'NUMERIC'])
        cursor = Transaction().connection.cursor()
        cursor.execute(*query)
        return [(row[:4], row[4]) for row in cursor]

    # What is written.

    @classmethod
    def _make(cls, reference, company, content, customer_name):
        pool = Pool()
        Account = pool.get('analytic_account.account')
        Status = pool.get('project.work.status')
        Work = pool.get('project.work')
        _check_company(company, content)
        number = content['job']['number']
        cls._claim_number(number, reference)
        country = _country(content)
        party = _make_party(content, customer_name, country)
        status = Status.search(
            [('types', 'in', 'project'), ('default', '=', True)], limit=1)
        work, = Work.create([{
                    'name': content['name'],
                    'number': number,
                    'type': 'project',
                    'company': company.id,
                    'party': party.id,
                    'party_address': (
                        party.addresses[0].id if party.addresses else None),
                    'status': status[0].id if status else None,
                    }])
        root, = Account.create([{
                    'name': content['name'],
                    'code': number,
                    'type': 'root',
                    'company': company.id,
                    'state': 'opened',
                    }])
        job, = cls.create([{
                    'reference': reference,
                    'company': company.id,
                    'work': work.id,
                    'party': party.id,
                    'root': root.id,
                    **_own_fields(content, country),
                    }])
        job._add_cost_codes(content['costCodes'])
        return job

    def _update(self, company, content, customer_name):
        pool = Pool()
        Account = pool.get('analytic_account.account')
        Work = pool.get('project.work')
        _check_company(company, content)
        number = content['job']['number']
        if number != self.work.number:
            self._claim_number(number, self.reference)
        country = _country(content)
        party = _make_party(content, customer_name, country)
        values = {'name': content['name'], 'number': number}
        if party != self.work.party:
            values['party'] = party.id
            values['party_address'] = (
                party.addresses[0].id if party.addresses else None)
        Work.write([self.work], values)
        Account.write(
            [self.root], {'name': content['name'], 'code': number})
        self.write(
            [self], {'party': party.id, **_own_fields(content, country)})
        self._update_cost_codes(content['costCodes'])

    @classmethod
    def _holder(cls, number, reference):
        "Who has the number: a reference, or the name of a project."
        Work = Pool().get('project.work')
        works = Work.search([('number', '=', number)], limit=1)
        if not works:
            return None
        jobs = cls.search([('work', '=', works[0].id)], limit=1)
        if not jobs:
            return works[0].name
        return None if jobs[0].reference == reference else jobs[0].reference

    @classmethod
    def _claim_number(cls, number, reference):
        Pool().get('construction.claim').take('number', number)
        holder = cls._holder(number, reference)
        if holder is not None:
            raise answer.number_taken(number, holder)

    def _add_cost_codes(self, cost_codes):
        pool = Pool()
        Account = pool.get('analytic_account.account')
        account = Account.__table__()
        _insert(Account, {
                'company': self.company.id,
                'type': 'normal',
                'state': 'opened',
                'active': True,
                'root': self.root.id,
                'parent': self.root.id,
                }, ['code', 'name'],
            [[item['code'], item['name']] for item in cost_codes])
        cursor = Transaction().connection.cursor()
        cursor.execute(*account.select(
                account.id, account.code, where=account.root == self.root.id))
        ids = {code: id_ for id_, code in cursor}
        self._add_budgets(
            [[ids[item['code']], item['budget']] for item in cost_codes
                if item.get('budget') is not None])

    def _add_budgets(self, budgets):
        Line = Pool().get('construction.job.line')
        _insert(
            Line, {'job': self.id}, ['account', 'budget'],
            [[account, Decimal(budget)] for account, budget in budgets])

    def _update_cost_codes(self, cost_codes):
        "What is gone is closed, never deleted: it may have been booked on."
        pool = Pool()
        account = pool.get('analytic_account.account').__table__()
        line = pool.get('construction.job.line').__table__()
        known = {row[1]: (row, budget) for row, budget in self._accounts()}
        wanted = {item['code']: item for item in cost_codes}
        cursor = Transaction().connection.cursor()
        closed = [
            row[0] for code, (row, _) in known.items() if code not in wanted]
        for ids in grouped_slice(closed):
            cursor.execute(*account.update(
                    [account.state], ['closed'],
                    where=account.id.in_(list(ids))))
        new_budgets = []
        for code, item in wanted.items():
            if code not in known:
                continue
            (id_, _, name, state), budget = known[code]
            if (name, state) != (item['name'], 'opened'):
                cursor.execute(*account.update(
                        [account.name, account.state],
                        [item['name'], 'opened'], where=account.id == id_))
            mine = (line.job == self.id) & (line.account == id_)
            if item.get('budget') == contents.canonical(budget):
                continue
            if item.get('budget') is None:
                cursor.execute(*line.delete(where=mine))
            elif budget is None:
                new_budgets.append([id_, item['budget']])
            else:
                cursor.execute(*line.update(
                        [line.budget], [Decimal(item['budget'])], where=mine))
        self._add_budgets(new_budgets)
        new = [item for code, item in wanted.items() if code not in known]
        if new:
            self._add_cost_codes(new)


class JobLine(ModelSQL, ModelView):
    "Construction Job Budget"
    __name__ = 'construction.job.line'
    job = fields.Many2One(
        'construction.job', "Job", required=True, ondelete='CASCADE')
    account = fields.Many2One(
        'analytic_account.account', "Cost Code", required=True,
        ondelete='RESTRICT')
    currency = fields.Function(
        fields.Many2One('currency.currency', "Currency"),
        'on_change_with_currency')
    budget = Monetary(
        "Budget", currency='currency', digits='currency', required=True)

    @classmethod
    def __setup__(cls):
        super().__setup__()
        table = cls.__table__()
        cls._sql_constraints += [
            ('job_account_unique', Unique(table, table.job, table.account),
                'construction_job.msg_line_unique')]
        cls.__access__.add('job')

    @fields.depends('job', '_parent_job.company')
    def on_change_with_currency(self, name=None):
        return self.job.company.currency if self.job else None


class _as_root:
    """
    The caller needs the right to our model alone; what belongs to a job is
    read and written with all rights, for the caller's company.
    """

    def __init__(self, mode):
        self.mode = mode

    def __enter__(self):
        pool = Pool()
        transaction = Transaction()
        ModelAccess = pool.get('ir.model.access')
        if not ModelAccess.check(
                'construction.job', self.mode, raise_exception=False):
            raise AccessError(f'construction.job {self.mode}')
        User = pool.get('res.user')
        with check_access(False):
            company = User(transaction.user).company
        if not company:
            raise answer.refused('', 'the user of this key has no company')
        self.managers = [
            transaction.set_user(0, set_context=True), check_access(False),
            transaction.set_context(
                company=company.id, language='en', active_test=False)]
        for manager in self.managers:
            manager.__enter__()
        return company

    def __exit__(self, *error):
        for manager in reversed(self.managers):
            manager.__exit__(*error)


def _check_call(reference, content, other):
    if not isinstance(reference, str) or not reference.strip():
        raise answer.refused('', 'a job needs its reference')
    if other:
        raise answer.refused('', f"unknown: {', '.join(sorted(other))}")
    contents.check(content)


def _check_company(company, content):
    currency = company.currency
    if content['currency'] != currency.code:
        raise answer.refused(
            '/currency',
            f"{content['currency']} is not the currency of the company, "
            f"{currency.code}")
    contents.check_digits(content, currency.digits)


def _country(content):
    code = content['address']['country']
    countries = Pool().get('country.country').search(
        [('code', '=', code)], limit=1)
    if not countries:
        raise answer.refused('/address/country', f'{code} is not known here')
    return countries[0]


def _own_fields(content, country):
    address = content['address']
    values = {
        name: address.get(key) for key, name in ADDRESS_FIELDS.items()}
    for key, name in DATE_FIELDS.items():
        value = content.get(key)
        values[name] = dt.date.fromisoformat(value) if value else None
    return {**values, 'site_country': country.id}


def _party(code):
    parties = Pool().get('party.party').search([('code', '=', code)], limit=1)
    return parties[0] if parties else None


def _make_party(content, name, country):
    "A customer that is known by its code is taken as it is."
    code = content['customer']['code']
    Pool().get('construction.claim').take('customer', code)
    party = _party(code)
    if party:
        return party
    address = content['address']
    street = '\n'.join(filter(None, [address['line1'], address.get('line2')]))
    party, = Pool().get('party.party').create([{
                'name': name or code,
                'code': code,
                'addresses': [('create', [{
                                'street_unstructured': street,
                                'city': address['city'],
                                'postal_code': address.get('postalCode'),
                                'country': country.id,
                                }])],
                }])
    return party


def _insert(Model, same, columns, rows):
    "Many rows by few statements."
    table = Model.__table__()
    transaction = Transaction()
    user = transaction.context.get('user') or transaction.user
    names = [*same, *columns, 'create_uid', 'create_date']
    cursor = transaction.connection.cursor()
    for slice_ in grouped_slice(rows, 50):
        cursor.execute(*table.insert(
                [getattr(table, name) for name in names],
                [[*same.values(), *row, user, CurrentTimestamp()]
                    for row in slice_]))


def _next_number(company, mask):
    "The highest number of the mask, plus one in its last digits."
    run = re.search(r'#+(?=[^#]*$)', mask)
    if not run:
        return None
    signs = {'#': r'\d', 'A': '[A-Za-z]'}
    pattern = re.compile(''.join(
            signs.get(sign, re.escape(sign)) for sign in mask))
    work = Pool().get('project.work').__table__()
    cursor = Transaction().connection.cursor()
    cursor.execute(*work.select(
            work.number, where=(work.number != None)  # noqa: E711
            & (work.company == company.id)))
    numbers = [
        number for number, in cursor if pattern.fullmatch(number)]
    if not numbers:
        return None
    highest = max(numbers)
    start, end = run.span()
    digits = str(int(highest[start:end]) + 1).zfill(end - start)
    if len(digits) > end - start:
        return None
    return highest[:start] + digits + highest[end:]
