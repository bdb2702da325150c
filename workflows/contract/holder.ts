/** Who has the job number or the name that a project was to get. */
import { z } from 'zod';

export const Holder = z.string().meta({
  description:
    'Who has the job number or the name in the ERP: the reference of another project, or what the ERP calls the record.',
});

export const OtherProject = z
  .string()
  .optional()
  .meta({ description: 'The other project, for callers who may read it.' });
