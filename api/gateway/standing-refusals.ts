/** What Temporal refuses until somebody changes the settings of this service or prepares the namespace. */
import { denialRemedy, findGrpcStatus, grpc, isDenied, isNamespaceMissing } from '../../adapters/temporal/grpc';
import { explainTlsFailure } from '../../adapters/temporal/tls-failure';
import { limits } from '../../workflows/contract/limits';
import { showText } from '../../workflows/contract/text';
import { Problem } from '../problems';

const namespaceAttributes =
  'Create the search attributes of docs/operations.md in the namespace, with `temporal operator search-attribute create`.';

/** A search attribute that is not registered is a bad argument to the server. */
const namesAttribute = /search attribute/i;

/** Returns why the server and this service do not let each other in, and what to do. */
function whyDenied(error: unknown): string | undefined {
  const denial = `Temporal denies this service access to its namespace. ${denialRemedy}`;
  return explainTlsFailure(error) ?? (isDenied(error) ? denial : undefined);
}

/** Returns the problem, if the failure is such a refusal. */
export function toStandingRefusal(error: unknown, namespace: string): Problem | undefined {
  const refused = (code: 'temporal_denied' | 'temporal_unprepared', detail: string): Problem =>
    new Problem(code, detail, { cause: error });
  const denied = whyDenied(error);
  if (denied !== undefined) return refused('temporal_denied', denied);
  if (isNamespaceMissing(error)) {
    const detail = `Temporal has no namespace ${namespace}. Create it, or correct TEMPORAL_NAMESPACE.`;
    return refused('temporal_unprepared', detail);
  }
  const status = findGrpcStatus(error);
  const words = showText(status?.details ?? '', limits.messageChars);
  if (status?.code === grpc.invalidArgument && namesAttribute.test(words)) {
    return refused('temporal_unprepared', `Temporal refuses a search attribute: ${words}. ${namespaceAttributes}`);
  }
  if (status?.code === grpc.unimplemented) {
    const detail = `Temporal lacks a call that Ledgergate needs: ${words}. Check TEMPORAL_ADDRESS and the version of the server.`;
    return refused('temporal_unprepared', detail);
  }
  return undefined;
}
