# SPDX-License-Identifier: GPL-3.0-or-later
"""
Rights of the group that a gate's user belongs to: of all that modules keep,
the jobs alone. Tryton gives everybody what no module has made rights for.
"""
import re

from trytond.pool import Pool, PoolMeta

# Tryton's own models have rights; it reads some of them to refuse the others.
_OPEN = re.compile(r'construction\.job|(ir|res)\..*')


class ModelAccess(metaclass=PoolMeta):
    __name__ = 'ir.model.access'

    @classmethod
    def get_access(cls, models):
        access = super().get_access(models)
        if not _is_of_a_gate():
            return access
        return {
            model: (
                rights if _OPEN.fullmatch(model)
                else dict.fromkeys(rights, False))
            for model, rights in access.items()}


def _is_of_a_gate():
    pool = Pool()
    try:
        group = pool.get('ir.model.data').get_id(
            'construction_job', 'group_gate')
    except KeyError:
        return False
    return group in pool.get('res.user').get_groups()
