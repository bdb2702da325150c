/** One promise of the protocol, and how it is tried. */
import type { Bench } from '../subject';

export interface Trial {
  /** The promise, as the report says it. */
  readonly title: string;
  /** What goes wrong without it. */
  readonly why: string;
  /** @throws Broken, NotTried */
  readonly run: (bench: Bench) => Promise<void>;
}
