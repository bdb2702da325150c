# SPDX-License-Identifier: GPL-3.0-or-later
"""
Cost codes of a job, kept as analytic accounts and lines of an analytic
budget. By few statements, as there may be thousands.
"""
import datetime as dt
from decimal import Decimal

from sql import Column, Literal
from sql.functions import CurrentTimestamp

from trytond import backend
from trytond.pool import Pool
from trytond.tools import sqlite_apply_types
from trytond.transaction import Transaction

from . import content as contents

# A line's place in the tree of all budget lines follows from its id. Tryton
# would look for the end of the tree and move the lines behind, and every two
# jobs would be in each other's way. Tryton's own lines take up four places
# each, and so never come to where the next id is.
_PLACES = 10
# A budget of Tryton needs both its dates: without those of the job it covers
# all that is ever booked.
_FIRST_DAY, _LAST_DAY = dt.date(1900, 1, 1), dt.date(2999, 12, 31)


def _tables():
    pool = Pool()
    return (
        pool.get('analytic_account.account').__table__(),
        pool.get('analytic_account.budget.line').__table__())


class CostCode:
    "A cost code as it is in Tryton, also when it is closed."

    def __init__(self, account, code, name, state, active, line, amount):
        self.account = account
        self.code = code or ''
        self.name = name
        self.is_open = state == 'opened' and bool(active)
        self.line = line
        self.budget = None if amount is None else contents.canonical(amount)

    def content(self):
        item = {'code': self.code, 'name': self.name}
        if self.budget is not None:
            item['budget'] = self.budget
        return item


def read(job):
    account, line = _tables()
    query = account.join(
        line, 'LEFT',
        condition=(line.account == account.id) & (line.budget == job.budget.id)
        ).select(
            account.id, account.code, account.name, account.state,
            account.active, line.id, line.amount.as_('amount'),
            where=(account.root == job.root.id) & (account.type == 'normal'))
    if backend.name == 'sqlite':
        sqlite_apply_types(query, [None] * 6 + ['NUMERIC'])
    cursor = Transaction().connection.cursor()
    cursor.execute(*query)
    return [CostCode(*row) for row in cursor]


def read_content(job):
    "The open ones, in the order of their codes."
    return sorted(
        (known.content() for known in read(job) if known.is_open),
        key=lambda item: item['code'])


def _frame_fields(content):
    start, end = contents.dates(content)
    return {
        'name': content['name'],
        'code': content['job']['number'],
        }, {
        'name': content['job']['number'],
        'start_date': start or min(_FIRST_DAY, end or _FIRST_DAY),
        'end_date': end or max(_LAST_DAY, start or _LAST_DAY),
        }


def make_frame(company, content):
    "What a job's cost codes are kept in: the ids of their root and budget."
    pool = Pool()
    root_fields, budget_fields = _frame_fields(content)
    root, = pool.get('analytic_account.account').create([{
                'type': 'root',
                'company': company.id,
                'state': 'opened',
                **root_fields,
                }])
    budget, = pool.get('analytic_account.budget').create([{
                'company': company.id,
                'root': root.id,
                **budget_fields,
                }])
    return {'root': root.id, 'budget': budget.id}


def add(job, items):
    account, _ = _tables()
    _insert(account, {
            'company': job.company.id,
            'type': 'normal',
            'state': 'opened',
            'active': True,
            'root': job.root.id,
            'parent': job.root.id,
            }, ['code', 'name'],
        [[item['code'], item['name']] for item in items])
    cursor = Transaction().connection.cursor()
    cursor.execute(*account.select(
            account.code, account.id, where=account.root == job.root.id))
    accounts = dict(cursor)
    _add_budgets(job, [
            [accounts[item['code']], Decimal(item['budget'])]
            for item in items if 'budget' in item])


def update(job, content):
    """
    What is gone is closed, never deleted, as it may have been booked on; its
    budget goes. What comes back is opened again.
    """
    root_fields, budget_fields = _frame_fields(content)
    pool = Pool()
    pool.get('analytic_account.account').write([job.root], root_fields)
    pool.get('analytic_account.budget').write([job.budget], budget_fields)
    _update_lines(job, content['costCodes'])


def _update_lines(job, items):
    wanted = {item['code']: item for item in items}
    opened, closed, budgets, new_budgets = [], [], [], []
    known = set()
    # A code that somebody made twice is kept once.
    for cost_code in sorted(read(job), key=lambda known: not known.is_open):
        item = wanted.get(cost_code.code)
        if cost_code.code in known:
            item = None
        known.add(cost_code.code)
        account = cost_code.account
        if not item and cost_code.is_open:
            closed.append(['closed', account])
        elif item and (
                not cost_code.is_open or cost_code.name != item['name']):
            opened.append([item['name'], 'opened', True, account])
        budget = item.get('budget') if item else None
        if budget == cost_code.budget:
            continue
        amount = None if budget is None else Decimal(budget)
        if cost_code.line is None:
            new_budgets.append([account, amount])
        else:
            budgets.append([amount, cost_code.line])
    account, line = _tables()
    _write(account, ['state'], closed)
    _write(account, ['name', 'state', 'active'], opened)
    _write(line, ['amount'], budgets)
    _add_budgets(job, new_budgets)
    add(job, [item for code, item in wanted.items() if code not in known])


def _add_budgets(job, rows):
    _, line = _tables()
    _insert(
        line, {'budget': job.budget.id, 'left': 0, 'right': 0},
        ['account', 'amount'], rows)
    cursor = Transaction().connection.cursor()
    cursor.execute(*line.update(
            [line.left, line.right],
            [line.id * _PLACES, line.id * _PLACES + 1],
            where=(line.budget == job.budget.id)
            & (line.left == 0) & (line.right == 0)))


def _insert(table, same, names, rows):
    "Rows hold the values of the names."
    if not rows:
        return
    user = Transaction().user
    columns = [*names, *same, 'create_uid', 'create_date']
    # The values are only placeholders here.
    query, _ = table.insert(
        [Column(table, name) for name in columns],
        [[0] * (len(columns) - 1) + [CurrentTimestamp()]])
    Transaction().connection.cursor().executemany(
        query, [[*row, *same.values(), user] for row in rows])


def _write(table, names, rows):
    "Rows hold the values of the names, and the id."
    if not rows:
        return
    query, _ = table.update(
        [*(Column(table, name) for name in names),
            table.write_date, table.write_uid],
        [*([0] * len(names)), CurrentTimestamp(), Literal(Transaction().user)],
        where=table.id == 0)
    user = Transaction().user
    Transaction().connection.cursor().executemany(
        query, [[*row[:-1], user, row[-1]] for row in rows])
