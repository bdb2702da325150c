/** What a command may touch of the process it runs in. */
export interface Io {
  /** Standard output: what was asked for. */
  readonly out: (text: string) => void;
  /** Standard error: problems, questions, progress. */
  readonly err: (text: string) => void;
  /** Somebody sits there and can answer. */
  readonly isTerminal: boolean;
  /** Standard output is looked at on a terminal. */
  readonly isInteractive: boolean;
  readonly isColoured: boolean;
  /** All of standard input. */
  readonly input: () => Promise<Uint8Array>;
  /** Asks a person; anything but yes is no. */
  readonly ask: (question: string) => Promise<boolean>;
  /** Ctrl-C, or nobody reads any more. */
  readonly signal: AbortSignal;
  /** The variables that are read, and their values. */
  readonly environment: Environment;
}

export interface Environment {
  readonly LEDGERGATE_URL?: string | undefined;
  readonly LEDGERGATE_TOKEN?: string | undefined;
  readonly LEDGERGATE_TOKEN_FILE?: string | undefined;
  readonly LEDGERGATE_COMPANY?: string | undefined;
}
