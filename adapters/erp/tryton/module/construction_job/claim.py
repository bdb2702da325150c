# SPDX-License-Identifier: GPL-3.0-or-later
"""
Claims: who writes under a key first inserts its row. The database holds the
key unique by itself, so another transaction waits until the first has ended.
"""
from sql import Conflict, Literal

from trytond.model import ModelSQL, Unique, fields
from trytond.transaction import Transaction


class Claim(ModelSQL):
    "Construction Claim"
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
    def take(cls, kind, key):
        """
        Waits for whoever has the claim. Returns True for the first ever.

        On PostgreSQL a claim that was taken meanwhile ends this transaction
        by an operational error, and trytond runs it anew; on SQLite the
        first insert of a transaction waits for the only writer.
        """
        cursor = Transaction().connection.cursor()
        cursor.execute(*cls._insert(kind, key))
        return cursor.rowcount == 1

    @classmethod
    def hold(cls, kind, key):
        "Like take, and nobody else gets it until this transaction ends."
        if cls.take(kind, key):
            return
        table = cls.__table__()
        cursor = Transaction().connection.cursor()
        cursor.execute(*table.update(
                [table.turn], [table.turn + Literal(1)],
                where=(table.kind == kind) & (table.key == key)))

    @classmethod
    def _insert(cls, kind, key):
        table = cls.__table__()
        return table.insert(
            [table.kind, table.key, table.turn], [[kind, key, 0]],
            on_conflict=Conflict(table))
