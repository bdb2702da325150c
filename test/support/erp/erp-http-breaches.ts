/** The ways in which the reference server can be wrong on purpose. */
export const breaches = [
  'makes a second record',
  'does not serialise',
  'answers from memory',
  'remembers a no',
  'writes over other content',
  'ignores what is expected',
  'makes what is gone',
  'gives a number twice',
  'does not name the holder',
  'sees a record late',
  'says 404 for nothing there',
  'cuts texts',
  'writes in two steps',
  'answers before it wrote',
  'takes any token',
  'takes any signature',
  'takes any time',
  'hides what waits',
  'keeps a no to itself',
  'names no job',
] as const;
export type Breach = (typeof breaches)[number];
