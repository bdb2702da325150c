/** The gRPC statuses with which Temporal says why it does not do what was asked. */
import { isGrpcServiceError, NamespaceNotFoundError } from '@temporalio/client';

/** The status codes that are handled somewhere. */
export const grpc = {
  cancelled: 1,
  unknown: 2,
  invalidArgument: 3,
  deadlineExceeded: 4,
  notFound: 5,
  permissionDenied: 7,
  resourceExhausted: 8,
  failedPrecondition: 9,
  aborted: 10,
  unimplemented: 12,
  internal: 13,
  unavailable: 14,
  dataLoss: 15,
  unauthenticated: 16,
} as const;

export interface GrpcStatus {
  readonly code: number;
  /** The server's own words. */
  readonly details: string;
}

/** Returns the gRPC status that an error comes from, if there is one. */
export function findGrpcStatus(error: unknown): GrpcStatus | undefined {
  if (isGrpcServiceError(error)) return error;
  return error instanceof Error && error.cause !== undefined ? findGrpcStatus(error.cause) : undefined;
}

export const findGrpcCode = (error: unknown): number | undefined => findGrpcStatus(error)?.code;

/** Whether an error has one of these status codes. */
export const hasGrpcCode = (error: unknown, ...codes: readonly number[]): boolean =>
  codes.some((code) => code === findGrpcCode(error));

/** Whether Temporal does not know who asks, or does not let them do it. */
export const isDenied = (error: unknown): boolean => hasGrpcCode(error, grpc.permissionDenied, grpc.unauthenticated);

/** Whether Temporal has no such namespace. The SDK has an error of its own for it, but not for every call. */
export const isNamespaceMissing = (error: unknown): boolean =>
  error instanceof NamespaceNotFoundError ||
  (hasGrpcCode(error, grpc.notFound) && /^namespace /i.test(findGrpcStatus(error)?.details ?? ''));

/** What a person can do about a denial, as a sentence. */
export const denialRemedy =
  'Check TEMPORAL_NAMESPACE and what identifies this process there: TEMPORAL_API_KEY or TEMPORAL_API_KEY_FILE, and ' +
  'TEMPORAL_TLS_CLIENT_CERT_PATH with TEMPORAL_TLS_CLIENT_KEY_PATH. It needs the right to write to the namespace.';
