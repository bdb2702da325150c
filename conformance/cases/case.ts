/** One promise of the protocol, and how it is tried. */
import type { Subject } from '../subject';

export interface Case {
  /** The promise, as the report says it. */
  readonly title: string;
  /** What goes wrong without it. */
  readonly why: string;
  /** @throws Broken, NotTried */
  readonly run: (subject: Subject) => Promise<void>;
}
