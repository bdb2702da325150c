/** Why a file is not read. */
import type { FileFault } from '../model/cells';

export class FileError extends Error {
  readonly fault: FileFault;

  constructor(fault: FileFault) {
    super(fault);
    this.fault = fault;
  }
}
