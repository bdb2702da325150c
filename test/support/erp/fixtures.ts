/** A project, a job and an attempt for tests of ERP adapters. */
import type { Attempt } from '../../../activities/erp-port';
import type { Job } from '../../../workflows/contract/commands';
import type { Project } from '../../../workflows/contract/project';
import { project } from '../domain/fixtures';

export const clinic: Project = {
  ...project,
  name: 'Riverside Clinic, Phase 2',
  costCodes: [
    { code: '03-100', name: 'Concrete', costTypes: ['Labor', 'Material'], budget: '310000.00' },
    { code: '05-120', name: 'Structural steel', costTypes: ['Material'], budget: '-5000.00' },
    { code: '09-250', name: 'Drywall', costTypes: ['Labor', 'Material', 'Subcontract'] },
  ],
};

/** The same project after a change. */
export const grownClinic: Project = { ...clinic, name: 'Riverside Clinic, Phase 3' };

export const job: Job = { number: '24-017' };
export const otherJob: Job = { number: '24-018' };

/** An attempt that may last as long as it likes. */
export const anAttempt = (): Attempt => ({ signal: new AbortController().signal, heartbeat: () => undefined });

/** An attempt that is over; `heartbeat` must not be called. */
export const anEndedAttempt = (): Attempt => ({
  signal: AbortSignal.abort(),
  heartbeat: () => {
    throw new Error('an ended attempt beats no more');
  },
});
