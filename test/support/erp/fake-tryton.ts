/** A Python that makes Tryton's environment and database in no time, or breaks off where it is told to. */
import { join } from 'node:path';
import { writeExecutable } from '../processes/fake-executables';

/** Shell scripts, by the step that they play. */
export interface FakeSteps {
  /** What `python3 -c` prints of its version. */
  readonly version?: string;
  readonly pip?: string;
  readonly admin?: string;
  readonly setUp?: string;
}

/** @returns the folder to put on PATH */
export function fakePython(
  folder: string,
  { version = '3.12.1', pip = '', admin = '', setUp = '' }: FakeSteps,
): string {
  const inVenv = [
    'case "$1 $2" in',
    `  "-m pip") ${pip || ':'} ;;`,
    // Every line that follows is the sum of what was done to a database.
    `  *trytond-admin*) ${admin || ':'}; echo made >> "$(dirname "$3")/database/erp.sqlite" 2> /dev/null || echo updated >> "$(dirname "$3")/erp.sqlite" ;;`,
    `  *set_up.py*) ${setUp || ':'}; echo '{"company": 1, "key": "the-key"}' > "$4" ;;`,
    'esac',
  ].join('\n');
  const script = [
    `if [ "$1" = -c ]; then echo '${version}'; exit; fi`,
    'mkdir -p "$3/bin"',
    `cat > "$3/bin/python" << 'END'\n#!/bin/sh\n${inVenv}\nEND`,
    'chmod +x "$3/bin/python"',
  ].join('\n');
  writeExecutable(join(folder, 'python3'), script);
  return folder;
}
