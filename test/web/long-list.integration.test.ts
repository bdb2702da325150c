/** A list of hundreds, which no desk reads as a whole: what is chosen of it, and what is old in it, is said. */
import type { Page } from 'playwright-core';
import { useStack } from '../support/processes/stack';
import { shows, useDesk } from './browser';
import { lookAgain } from './sign-in';

const stack = useStack();
const desk = useDesk(stack);

beforeAll(() => stack.submitted('The first one', 'first'));

const rowCount = 730;
const pageRows = 100;

interface Item {
  readonly name: string;
}
interface List {
  readonly items: readonly Item[];
}

/** The API's own list, as if the one that is in it were hundreds. @returns changes the names in it */
async function multiply(page: Page): Promise<(name: string) => void> {
  let named = 'Project';
  await page.route(/\/submissions\?/, async (route) => {
    const url = new URL(route.request().url());
    const from = Number(url.searchParams.get('cursor') ?? 0);
    // To the API such a cursor means nothing.
    url.searchParams.delete('cursor');
    const response = await route.fetch({ url: url.href });
    const { items } = (await response.json()) as List;
    const rows = Array.from({ length: Math.min(pageRows, rowCount - from) }, (_, index) => {
      const id = String(from + index).padStart(4, '0');
      return { ...items[0], projectId: `p-${id}`, runId: id, name: `${named} ${id}` };
    });
    const next = from + pageRows < rowCount ? String(from + pageRows) : undefined;
    return route.fulfill({ response, json: { items: rows, next } });
  });
  return (name) => {
    named = name;
  };
}

async function open(): Promise<readonly [Page, (name: string) => void]> {
  const page = await desk.enter('approver');
  const rename = await multiply(page);
  await desk.go(page, '/desk/acme');
  await shows(page, 'Project 0000');
  return [page, rename];
}

test('choosing all says how many that are, of which, and what to do about the rest', async () => {
  const [page] = await open();
  const all = page.getByLabel('Select the first 50 of 100 loaded rows');
  await all.check();
  await shows(page, '50 of 100 loaded rows selected');
  await shows(page, 'At most 50 at a time. Repeat this for the rows that remain.');
  await page.getByLabel('Select Project 0003').uncheck();
  await shows(page, '49 of 100 loaded rows selected');
  expect(await page.evaluate(`document.querySelector('.bulk input').indeterminate`)).toBe(true);
  expect(await page.getByText('At most 50 at a time').count()).toBe(0);
  await page.getByLabel('49 of 100').click();
  await all.waitFor();
});

test('rows that are too many to be read again are marked once something changed, until the list is refreshed', async () => {
  const [page, rename] = await open();
  for (let pages = 1; pages < 7; pages += 1) {
    await page.getByRole('button', { name: 'Load more' }).click();
    await shows(page, `Project ${String(pages * 100).padStart(4, '0')}`);
  }
  expect(await page.getByText('May have changed').count()).toBe(0);
  rename('Renamed');
  await lookAgain(page);
  await shows(page, 'Renamed 0499');
  expect(await page.locator('.row', { hasText: 'May have changed' }).count()).toBe(200);
  expect(await page.locator('.row', { hasText: 'Project 0500' }).textContent()).toContain('May have changed');
  await shows(page, '200 rows may have changed and were not read again.');
  await page.getByRole('button', { name: 'Refresh the list' }).click();
  await page.getByText('were not read again').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Load more' }).click();
  await shows(page, 'Renamed 0500');
});

interface Ring {
  readonly style: string;
  readonly width: string;
  readonly contrast: number;
  readonly isWithin: boolean;
}

/** Of the element that has the focus: its ring, as it contrasts with what it is drawn upon, and whether all of it shows. */
const readRing = `(() => {
  const at = document.activeElement;
  const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
  const light = (color) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    const [red, green, blue] = [...canvas.getImageData(0, 0, 1, 1).data].map((byte) => {
      const part = byte / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const backs = [];
  for (let one = at; one; one = one.parentElement) backs.push(getComputedStyle(one).backgroundColor);
  const back = backs.find((color) => color !== 'rgba(0, 0, 0, 0)');
  const { outlineStyle, outlineWidth, outlineColor, outlineOffset } = getComputedStyle(at);
  const [high, low] = [light(outlineColor), light(back)].sort((one, other) => other - one);
  const box = at.getBoundingClientRect();
  const frame = at.closest('.queue').getBoundingClientRect();
  const out = Math.max(0, parseFloat(outlineOffset) + parseFloat(outlineWidth));
  const isWithin = box.left - out >= frame.left && box.right + out <= frame.right
    && box.top - out >= frame.top && box.bottom + out <= frame.bottom;
  return { style: outlineStyle, width: outlineWidth, contrast: (high + 0.05) / (low + 0.05), isWithin };
})()`;

test.each(['light', 'dark'] as const)(
  'the row that the keyboard is at has a ring that can be seen, %s',
  async (colorScheme) => {
    const [page] = await open();
    await page.emulateMedia({ colorScheme });
    const rings: Ring[] = [];
    const look = async (): Promise<void> => {
      rings.push(await page.evaluate(readRing));
    };
    await page.keyboard.press('j');
    await look();
    await page.keyboard.press('Enter');
    await page.locator('.row-link[aria-current]').waitFor();
    await page.locator('.row-link').first().focus();
    await page.keyboard.press('k');
    await look();
    // The last one that fits, and the next, which must be scrolled to.
    for (let row = 0; row < 14; row += 1) await page.keyboard.press('j');
    await look();
    for (const { style, width, contrast, isWithin } of rings) {
      expect([style, width, isWithin]).toEqual(['solid', '2px', true]);
      expect(contrast).toBeGreaterThanOrEqual(3);
    }
  },
);
