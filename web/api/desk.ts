/** What every part of a company's desk needs, handed down once. */
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { SessionCompany, IntegrationView, ProblemDetails, SignedIn } from './answers';
import type { QueuePlace } from './place';

export interface Desk {
  readonly companyId: string;
  readonly grants: SessionCompany;
  readonly session: SignedIn;
  readonly integration: IntegrationView | undefined;
  readonly place: QueuePlace;
  readonly go: (place: Partial<QueuePlace>) => void;
  /** The code of what does not answer; absent: all does. */
  readonly lostBy: string | undefined;
  /** Every problem of a read goes through here: an ended session and a lost connection concern the whole page. */
  readonly onProblem: (problem: ProblemDetails) => void;
  /** Counts up whenever something changed on the server. */
  readonly tick: number;
  /** Reads everything again: something was done here. */
  readonly refresh: () => void;
}

const DeskContext = createContext<Desk | undefined>(undefined);
export const DeskProvider = DeskContext.Provider;

/** @throws Error outside a desk: a mistake of ours */
export function useDesk(): Desk {
  const desk = useContext(DeskContext);
  if (!desk) throw new Error('there is no desk here');
  return desk;
}

export const companyPath = (companyId: string, rest: string): string => `/v1/companies/${companyId}/${rest}`;

export const isProjectAdmin = ({ admin }: SessionCompany, projectId?: string): boolean =>
  admin === true || (admin !== undefined && (projectId === undefined || admin.includes(projectId)));
