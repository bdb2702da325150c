/** Measures how long a key takes to show, in a project of 2,000 cost codes that is being written. */
import { setTimeout as delay } from 'node:timers/promises';
import type { CDPSession, Page } from 'playwright-core';
import { z } from 'zod';
import { limits } from '../workflows/contract/limits';

/** Milliseconds from a key to the next paint, for each key; 16 for a shorter one, which no browser tells. */
export interface Typing {
  readonly inField: readonly number[];
  readonly inRow: readonly number[];
}

const words = 'Concrete foundation of the northern stairs';
const keyEveryMs = 120;
/** After every word. The rules are asked meanwhile, and the keys that follow meet their answer. */
const pauseMs = 500;

const rows = Array.from({ length: limits.costCodes }, (_, index) => {
  const code = `${String(10 + Math.floor(index / 100))}-${String(100 + (index % 100))}`;
  return `${code}\tCost code ${index}\tlabor, material\t${1_000 + index}.00`;
});

/** As a person pastes them out of a spreadsheet. */
const paste = `(() => {
  const clipboardData = new DataTransfer();
  clipboardData.setData('text/plain', ${JSON.stringify(rows.join('\n'))});
  document.activeElement.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
})()`;

/** An interaction is a key with all its events. */
const watch = `globalThis.interactions = new Map();
new PerformanceObserver((list) => {
  for (const { interactionId: id, duration } of list.getEntries()) {
    if (id) interactions.set(id, Math.max(interactions.get(id) ?? 0, duration));
  }
}).observe({ type: 'event', durationThreshold: 16 });`;
const take = `(() => {
  const taken = [...interactions.values()];
  interactions.clear();
  return taken;
})()`;
const shortestMs = 16;

async function type(page: Page, label: string): Promise<number[]> {
  await page.getByLabel(label, { exact: true }).first().focus();
  await page.evaluate(take);
  for (const word of words.split(' ')) {
    await page.keyboard.type(`${word} `, { delay: keyEveryMs });
    await delay(pauseMs);
  }
  const taken = z.array(z.number()).parse(await page.evaluate(take));
  const keys = words.length + 1;
  return [...taken, ...Array.from({ length: Math.max(keys - taken.length, 0) }, () => shortestMs)];
}

/** @param page the empty form of a project @param slow slows down the processor */
export async function measureTyping(page: Page, devtools: CDPSession, slow: number): Promise<Typing> {
  await page.getByLabel('Code, row 1', { exact: true }).focus();
  await page.evaluate(paste);
  await page.getByText(String(limits.costCodes)).first().waitFor();
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: slow });
  await page.evaluate(watch);
  return { inField: await type(page, 'Name required'), inRow: await type(page, 'Name, row 50') };
}
