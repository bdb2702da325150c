/**
 * Passes the message and the stack of a failure through the payload codec as well. Only a worker with payload keys has
 * it; without a codec it would merely hide them from ops.
 */
import { DefaultFailureConverter, type FailureConverter } from '@temporalio/common';
import { saysKeyMissing } from './contract/sealed';

const plain = new DefaultFailureConverter();
const encoded = new DefaultFailureConverter({ encodeCommonAttributes: true });

/** The words about a missing key stay in clear: whoever reads them may lack the keys of that worker, too. */
const isAboutKeys = (error: unknown): boolean => error instanceof Error && saysKeyMissing(error.message);

export const failureConverter: FailureConverter = {
  errorToFailure: (error, ...rest) => (isAboutKeys(error) ? plain : encoded).errorToFailure(error, ...rest),
  failureToError: (failure, ...rest) => encoded.failureToError(failure, ...rest),
};
