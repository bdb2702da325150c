/** A page as assistive technology gets it: roles and names in reading order, and where the keyboard stops. */
import type { CDPSession, Page } from 'playwright-core';
import { z } from 'zod';

const Value = z.object({ value: z.unknown().optional() });
const Node = z.object({
  nodeId: z.string(),
  ignored: z.boolean(),
  role: Value.optional(),
  name: Value.optional(),
  value: Value.optional(),
  description: Value.optional(),
  properties: z.array(z.object({ name: z.string(), value: Value })).optional(),
  childIds: z.array(z.string()).optional(),
});
type Node = z.infer<typeof Node>;
const Tree = z.object({ nodes: z.array(Node) });

const textOf = (value: z.infer<typeof Value> | undefined): string =>
  typeof value?.value === 'string' || typeof value?.value === 'number' ? String(value.value) : '';
const roleOf = ({ role }: Node): string => textOf(role);

/** Say nothing themselves; what is in them does. */
const plain = [
  'sectionheader',
  'strong',
  'emphasis',
  'time',
  'code',
  'generic',
  'none',
  'LineBreak',
  'ListMarker',
  'InlineTextBox',
  'LayoutTableRow',
];
/** Are the name of another. */
const labels = ['LabelText', 'Legend'];
/** Have what is in them for a name. */
const namedByContent = [
  'button',
  'columnheader',
  'heading',
  'link',
  'option',
  'rowheader',
  'summary',
  'DisclosureTriangle',
  'term',
];
/** Have what is in them for a value. */
const valued = ['combobox', 'Date', 'searchbox', 'spinbutton', 'textbox'];
/** Of these the name says again what is in them. */
const namedAnew = ['cell', 'gridcell', 'row'];

const shownStates = ['checked', 'disabled', 'expanded', 'invalid', 'required', 'readonly', 'level', 'modal'];

const isSet = (value: unknown): boolean => value !== undefined && value !== false && value !== 'false';

function describe(node: Node): string {
  const name = namedAnew.includes(roleOf(node)) ? '' : textOf(node.name);
  const value = textOf(node.value);
  const description = textOf(node.description);
  const states = (node.properties ?? [])
    .filter((property) => property.name !== 'level' || roleOf(node) === 'heading')
    .filter((property) => shownStates.includes(property.name) && isSet(property.value.value))
    .map((property) =>
      property.value.value === true ? property.name : `${property.name} ${String(property.value.value)}`,
    );
  return [
    roleOf(node),
    name !== '' && JSON.stringify(name),
    value !== '' && `= ${JSON.stringify(value)}`,
    states.length > 0 && `(${states.join(', ')})`,
    description !== '' && `— ${description}`,
  ]
    .filter((part) => part !== false)
    .join(' ');
}

async function listen<T>(page: Page, use: (devtools: CDPSession) => Promise<T>): Promise<T> {
  const devtools = await page.context().newCDPSession(page);
  try {
    return await use(devtools);
  } finally {
    await devtools.detach();
  }
}

interface Line {
  readonly depth: number;
  readonly text: string;
  readonly isText: boolean;
}

/** Texts that follow each other are one line; what the page does not part by a character is parted by a stroke. */
const join = (one: string, other: string): string =>
  /\s$/.test(one) || /^[\s,.:]/.test(other) ? `${one}${other}` : `${one} | ${other}`;

function joined(lines: readonly Line[]): string[] {
  const whole: Line[] = [];
  for (const line of lines) {
    const last = whole.at(-1);
    if (line.isText && last?.isText && last.depth === line.depth) {
      whole.splice(-1, 1, { ...last, text: join(last.text, line.text) });
    } else whole.push(line);
  }
  return whole.map(({ depth, text, isText }) => `${'  '.repeat(depth)}${isText ? JSON.stringify(text.trim()) : text}`);
}

/** One line for each part that is announced, indented as they are in each other. */
export async function readAloud(page: Page): Promise<string> {
  const { nodes } = await listen(page, async (devtools) =>
    Tree.parse(await devtools.send('Accessibility.getFullAXTree')),
  );
  const byId = new Map(nodes.map((node) => [node.nodeId, node]));
  const lines: Line[] = [];
  const goInto = ({ childIds = [] }: Node, depth: number, isNamed: boolean): void => {
    for (const child of childIds.map((id) => byId.get(id))) if (child) walk(child, depth, isNamed);
  };
  const walk = (node: Node, depth: number, isNamed: boolean): void => {
    const role = roleOf(node);
    if (role === 'StaticText') {
      if (!isNamed) lines.push({ depth, text: textOf(node.name), isText: true });
    } else if (labels.includes(role)) goInto(node, depth, true);
    else if (node.ignored || plain.includes(role)) goInto(node, depth, isNamed);
    else {
      lines.push({ depth, text: describe(node), isText: false });
      if (!valued.includes(role)) goInto(node, depth + 1, isNamed || namedByContent.includes(role));
    }
  };
  const [root] = nodes;
  if (root) walk(root, 0, false);
  return joined(lines).join('\n');
}

const isOnPage = 'document.activeElement !== document.body && document.activeElement !== null';
/** No page has more. */
const mostStops = 200;

/** What has the focus, each time Tab is pressed, from the top of the page to its end. */
export async function tabThrough(page: Page): Promise<string> {
  const lines: string[] = [];
  await page.evaluate(`document.querySelector('a, button').focus()`);
  await listen(page, async (devtools) => {
    for (let stop = 0; stop < mostStops; stop += 1) {
      if (!(await page.evaluate<boolean>(isOnPage))) return;
      const { result } = await devtools.send('Runtime.evaluate', { expression: 'document.activeElement' });
      const options = { objectId: result.objectId ?? '', fetchRelatives: false };
      const [node] = Tree.parse(await devtools.send('Accessibility.getPartialAXTree', options)).nodes;
      lines.push(node ? describe(node) : '');
      await page.keyboard.press('Tab');
    }
    throw new Error(`the focus does not come to an end: ${lines.slice(-3).join(', ')}`);
  });
  return lines.join('\n');
}
