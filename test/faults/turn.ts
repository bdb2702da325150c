/** One call of one submission. */
export interface Turn {
  readonly call: 'look-up' | 'write';
  /** Which of the calls of its kind it is, from 0. */
  readonly nth: number;
  /** How many writes came before it. */
  readonly writes: number;
  /** Between 0 and 1: the same for one submission and name in every run of a seed. */
  readonly random: (name: string) => number;
}
