import { spawnSync } from 'node:child_process';

/** Where there is no Python these tests are counted as not run; jest's configuration says so. */
export const testWithPython = spawnSync('python3', ['--version']).status === 0 ? test : test.skip;
