# SPDX-License-Identifier: GPL-3.0-or-later
"""
How a call from outside is run: with the right to our model alone, anew when
it met another writer, and never with an answer that only looks final.

trytond makes a 400 of every unexpected error of a REST call, which would be
taken for a refusal; so such errors end here, as 500 and 503.
"""
import logging
import random
import time
from functools import wraps

from werkzeug.exceptions import (
    HTTPException, InternalServerError, ServiceUnavailable)

from trytond import backend
from trytond.exceptions import TrytonException
from trytond.model.exceptions import AccessError, SQLConstraintError
from trytond.pool import Pool
from trytond.transaction import (
    Transaction, TransactionError, without_check_access)

from . import answer, content

logger = logging.getLogger(__name__)

# Seconds: who meets other writers for longer is told to come again.
PATIENCE = 20
# A unique key of the database stopped us: whoever has it is there to be seen
# the next time. Of a constraint that stays, the caller hears.
MOST_CONSTRAINTS = 3


def call(mode, required, optional={}):
    """
    A method for the outside: takes the user's company, then its arguments by
    name. Those that are a text are checked, the others by the method.
    """
    def decorate(method):
        @wraps(method)
        def wrapper(cls, /, **arguments):
            def run():
                _check_arguments(arguments, required, optional)
                return _run(cls, method, mode, arguments)
            return _persist(run)
        return classmethod(wrapper)
    return decorate


def _check_arguments(arguments, required, optional):
    kinds = {**required, **optional}
    problems = [
        ('', f'{name} is not known') for name in arguments.keys() - kinds]
    problems += [
        ('', f'{name} {content.TEXT[1]}')
        for name, is_text in kinds.items()
        if is_text and not (
            content.is_text(arguments.get(name))
            or (name in optional and arguments.get(name) is None))]
    if problems:
        raise answer.refused(problems)


def _run(cls, method, mode, arguments):
    pool = Pool()
    transaction = Transaction()
    if not pool.get('ir.model.access').check(
            'construction.job', mode, raise_exception=False):
        raise AccessError(f'construction.job {mode}')
    _hold_snapshot(transaction)
    with without_check_access(), transaction.set_context(active_test=False):
        company = pool.get('res.user')(transaction.user).company
        if not company:
            raise answer.refused([('', 'the user of the key has no company')])
        # Texts in the database's own language are in the records' own tables.
        language = pool.get('ir.configuration').get_language()
        with transaction.set_context(company=company.id, language=language):
            result = method(cls, company, **arguments)
    if not transaction.readonly:
        # Here, and not by trytond later, as this may fail as well.
        transaction.commit()
    return result


def _hold_snapshot(transaction):
    "All that is read is of one moment; SQLite has to be asked for it."
    connection = transaction.connection
    if (backend.name == 'sqlite' and transaction.readonly
            and not connection.in_transaction):
        connection.execute('BEGIN')


def _persist(run):
    transaction = Transaction()
    end = time.monotonic() + PATIENCE
    constraints = 0
    while True:
        try:
            return run()
        except backend.DatabaseOperationalError as error:
            if time.monotonic() > end or transaction.readonly:
                logger.warning("given up", exc_info=True)
                raise ServiceUnavailable(
                    "The database is busy.", retry_after=1) from error
        except SQLConstraintError:
            constraints += 1
            if constraints > MOST_CONSTRAINTS:
                raise
        except (HTTPException, TransactionError, TrytonException):
            raise
        except Exception as error:
            logger.exception("failed")
            raise InternalServerError() from error
        try:
            transaction.rollback()
        except Exception as error:
            raise ServiceUnavailable(
                "The database is lost.", retry_after=1) from error
        transaction.tasks.clear()
        time.sleep(random.uniform(0, 0.02))
