# SPDX-License-Identifier: GPL-3.0-or-later
"""
Claims: who makes something under a key first holds the key's row. The
database keeps the key unique by itself, so that all others wait.
"""
from sql import Conflict

from trytond.model import ModelSQL, Unique, fields
from trytond.transaction import Transaction


class Claim(ModelSQL):
    __name__ = 'construction.claim'
    kind = fields.Char("Kind", required=True, readonly=True)
    key = fields.Char("Key", required=True, readonly=True)
    turn = fields.Integer("Turn", required=True, readonly=True)

    @classmethod
    def __setup__(cls):
        super().__setup__()
        table = cls.__table__()
        cls._sql_constraints += [
            ('kind_key_unique', Unique(table, table.kind, table.key),
                'construction_job.msg_claim_unique')]

    @classmethod
    def hold(cls, kind, key):
        """
        Nobody else holds the key until this transaction ends.

        PostgreSQL ends the transaction of one who had to wait by an
        operational error, as it sees nothing of what the other left. SQLite
        lets the first insert of a transaction wait for the only writer.
        """
        table = cls.__table__()
        cursor = Transaction().connection.cursor()
        cursor.execute(*table.insert(
                [table.kind, table.key, table.turn], [[kind, key, 0]],
                on_conflict=Conflict(
                    table, [table.kind, table.key],
                    columns=[table.turn], values=[table.turn + 1])))
