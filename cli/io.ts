/** The parts of the process that a command may use. */
export interface Io {
  /** Writes to standard output: the answer. */
  readonly out: (text: string) => void;
  /** Writes to standard error: problems, questions, progress. */
  readonly err: (text: string) => void;
  /** Whether somebody sits at a terminal and can answer. */
  readonly isTerminal: boolean;
  /** Whether standard output is a terminal. */
  readonly isInteractive: boolean;
  readonly isColoured: boolean;
  /** Reads all of standard input. */
  readonly input: () => Promise<Uint8Array>;
  /** Asks a question. Any answer but yes is no. */
  readonly ask: (question: string) => Promise<boolean>;
  /** Aborted by Ctrl-C, or when nobody reads the output any more. */
  readonly signal: AbortSignal;
  /** The environment variables that are read. */
  readonly environment: Environment;
}

export interface Environment {
  readonly LEDGERGATE_URL?: string | undefined;
  readonly LEDGERGATE_TOKEN?: string | undefined;
  readonly LEDGERGATE_TOKEN_FILE?: string | undefined;
  readonly LEDGERGATE_COMPANY?: string | undefined;
}
