/**
 * A story told in seconds that reads as if it had taken days: what happened at an instant of ours happened, on the
 * page, when the story says. So a picture of the page is the same whenever it is made.
 */
import type { Page } from 'playwright-core';

interface Told {
  readonly ours: number;
  readonly story: number;
}

const instants = /"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z"/g;

export class StoryTime {
  readonly #told: Told[] = [];

  /** From now on it is that time in the story. */
  begin(at: string): void {
    this.#told.push({ ours: Date.now(), story: Date.parse(at) });
  }

  /** Everything after the last act that was told before it follows that act at once. */
  #retold(instant: string): string {
    const ours = Date.parse(instant);
    const act = this.#told.findLast((told) => told.ours <= ours);
    return new Date(act ? act.story + ours - act.ours : ours).toISOString();
  }

  /** On this page it is now the time of the last act, and all answers of the API keep to the story. */
  async tellOn(page: Page): Promise<void> {
    await page.clock.setFixedTime(this.#told.at(-1)?.story ?? Date.now());
    await page.route('**/v1/**', async (route) => {
      // A stream of events has no end to wait for.
      if (route.request().url().endsWith('/events')) return route.abort();
      const response = await route.fetch();
      const body = (await response.text()).replace(instants, (text) =>
        JSON.stringify(this.#retold(JSON.parse(text) as string)),
      );
      return route.fulfill({ response, body });
    });
  }
}
