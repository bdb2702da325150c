# SPDX-License-Identifier: GPL-3.0-or-later
from trytond.pool import Pool

from . import claim, job


def register():
    Pool.register(
        claim.Claim,
        job.Job,
        job.JobLine,
        module='construction_job', type_='model')
