# SPDX-License-Identifier: GPL-3.0-or-later
from trytond.pool import Pool

from . import access, claim, job


def register():
    Pool.register(
        access.ModelAccess,
        claim.Claim,
        job.Job,
        module='construction_job', type_='model')
