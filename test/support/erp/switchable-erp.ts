/** An ERP in memory that hangs or denies for as long as it is told to, and counts who is in it at once. */
import { ErpUnauthorized, ErpOutcomeUnknown, type Attempt, type ErpRecord } from '../../../activities/erp-port';
import { ErpDouble } from './double';

type Mood = 'well' | 'hangs' | 'denies';

export class SwitchableErp extends ErpDouble {
  #mood: Mood = 'well';
  #wake: () => void = () => undefined;
  #isAwake: Promise<void> = Promise.resolve();
  #inside = 0;
  #most = 0;

  /** Exports that were in it at the same time, at most. */
  get mostAtOnce(): number {
    return this.#most;
  }

  get inside(): number {
    return this.#inside;
  }

  /** What hangs is answered when it does not hang any more. */
  become(mood: Mood): void {
    this.#mood = mood;
    if (mood === 'hangs') this.#isAwake = new Promise((resolve) => (this.#wake = resolve));
    else this.#wake();
  }

  override async findByReference(reference: string, attempt: Attempt): Promise<ErpRecord | undefined> {
    this.#inside += 1;
    this.#most = Math.max(this.#most, this.#inside);
    try {
      if (this.#mood === 'hangs') await this.#hang(attempt);
      if (this.#mood === 'denies') throw new ErpUnauthorized('The ERP does not take the API key.');
      return await super.findByReference(reference, attempt);
    } finally {
      this.#inside -= 1;
    }
  }

  async #hang({ signal }: Attempt): Promise<void> {
    const ended = new Promise<never>((_, reject) => {
      const end = (): void => {
        reject(new ErpOutcomeUnknown('The ERP did not answer.'));
      };
      signal.addEventListener('abort', end, { once: true });
    });
    await Promise.race([this.#isAwake, ended]);
  }
}
