/** Refuses an activity whose argument no key of this worker opens, so that another attempt or another worker takes it. */
import type { ActivityInterceptorsFactory } from '@temporalio/worker';
import { requireOpened } from '../../workflows/contract/sealed';

/** Makes the interceptor of an activity. Its failure is `KeyMissing` and is retried. */
export const requireOpenedArguments: ActivityInterceptorsFactory = () => ({
  inbound: {
    execute: async (input, next) => {
      for (const argument of input.args) requireOpened(argument);
      return next(input);
    },
  },
});
