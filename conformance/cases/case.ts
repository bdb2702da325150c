/** One promise of the protocol, and its test. */
import type { Subject } from '../subject';

export interface Case {
  /** The promise, as the report says it. */
  readonly title: string;
  /** The consequence of a broken promise. */
  readonly why: string;
  /** @throws Broken, NotTried */
  readonly run: (subject: Subject) => Promise<void>;
}
