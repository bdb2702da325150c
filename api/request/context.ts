/** The context of a route: the caller, the company, the input, and how to answer. */
import type { Request, Response } from 'express';
import type { z } from 'zod';
import type { Companies, Company } from '../../adapters/companies/companies';
import { type Role, roles } from '../../workflows/contract/codes';
import { ProjectId } from '../../workflows/contract/commands';
import type { SubmissionId } from '../../workflows/contract/names';
import type { Actor } from '../../workflows/contract/view';
import type { UpdateRequest } from '../../workflows/domain/parse';
import { canSee, type Grants, hasAnyRole } from './access';
import type { Caller } from './actor';
import { parseInput, readJsonObject } from './body';
import { checkKey, toRequest } from './idempotency';
import type { Operation } from '../description/operations';
import { Problem } from '../problems';
import { defined } from '../../workflows/contract/defined';

export interface Context {
  readonly actor: Actor;
  /** The mail address of the caller, if the token has one. */
  readonly email?: string;
  readonly company: Company;
  readonly grants: Grants;
  /** The submission of the path. Its project is empty if the path names none. */
  readonly id: SubmissionId;
  /** Whether the request has an Idempotency-Key. */
  readonly isRepeatable: boolean;
  /** Parses the body or the query. @throws Problem `malformed` */
  parse<S extends z.ZodType>(schema: S): z.output<S>;
  /** Identifies this request with its parsed body, so that a repetition is recognised. */
  toUpdateRequest(body: unknown): UpdateRequest;
}

/** The answer of a route: JSON, or text that is sent unchanged. */
export type RouteAnswer = {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
} & ({ readonly body: unknown } | { readonly text: AsyncIterable<string> });

/** A route of one company. */
export interface Route {
  readonly operation: Operation;
  readonly run: (context: Context) => Promise<RouteAnswer> | RouteAnswer;
}

const nothingHere = (): Problem => new Problem('not_found', 'This path does not exist for this caller.');

export const notPermitted = (roles: readonly Role[]): Problem =>
  new Problem('not_permitted', `This requires the role ${roles.join(' or ')}.`);

function findCompany(companies: Companies, caller: Caller, companyId: string): [Company, Grants] {
  const grants = caller.grantsIn(companyId);
  const company = grants && hasAnyRole(grants, roles) ? companies.find(companyId) : undefined;
  if (!company || !grants) throw nothingHere();
  return [company, grants];
}

/** 404 for what the caller cannot see, 403 for what the caller sees and may not do. */
function checkRoles({ roles = [] }: Operation, grants: Grants, projectId: string | undefined): void {
  if (projectId !== undefined && !canSee(grants, projectId)) throw nothingHere();
  if (!hasAnyRole(grants, roles, projectId)) throw notPermitted(roles);
}

const text = (value: string | string[] | undefined): string | undefined => (Array.isArray(value) ? undefined : value);

function readProjectId(request: Request): string | undefined {
  const value = request.params['projectId'];
  if (value === undefined) return undefined;
  const parsed = ProjectId.safeParse(value);
  if (!parsed.success) throw nothingHere();
  return parsed.data;
}

export interface Incoming {
  readonly request: Request;
  readonly response: Response;
  readonly operation: Operation;
  readonly caller: Caller;
  readonly companies: Companies;
}

/** Checks everything that does not need the body, then reads the body. @throws Problem */
export async function toContext({ request, response, operation, caller, companies }: Incoming): Promise<Context> {
  const { actor, email } = caller;
  const projectId = readProjectId(request);
  const [company, grants] = findCompany(companies, caller, text(request.params['companyId']) ?? '');
  checkRoles(operation, grants, projectId);
  const isPost = operation.method === 'post';
  const key = isPost ? checkKey(request.get('idempotency-key')) : undefined;
  const input: unknown = isPost ? await readJsonObject(request, response) : request.query;
  const scope = { companyId: company.id, actorId: actor.id, method: request.method, path: request.path };
  return {
    actor,
    company,
    grants,
    ...defined({ email }),
    id: { companyId: company.id, projectId: projectId ?? '' },
    isRepeatable: key !== undefined,
    parse: (schema) => parseInput(schema, input),
    toUpdateRequest: (body) => toRequest(scope, key, body),
  };
}
