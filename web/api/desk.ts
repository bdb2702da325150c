/** The context that every part of a company's desk uses. */
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
  /** The code of the problem while something does not answer. Absent if everything answers. */
  readonly lostBy: string | undefined;
  /** Handles every problem of a read, because an ended session and a lost connection concern the whole page. */
  readonly onProblem: (problem: ProblemDetails) => void;
  /** Increases whenever something has changed on the server. */
  readonly tick: number;
  /** Reads everything again after a command. */
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

/** The record is kept for an audit: those who only decide or send do not read it. */
export const mayReadRecord = ({ operator, viewer }: SessionCompany): boolean => operator === true || viewer === true;
