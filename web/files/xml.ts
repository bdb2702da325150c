/** Walks through XML by events, without namespaces. Entities that a document declares itself are not known. */
import { Parser } from 'saxen';

interface Walker {
  readonly open?: (name: string, attributes: Readonly<Record<string, string>>) => void;
  readonly close?: (name: string) => void;
  readonly text?: (text: string) => void;
}

const localName = (name: string): string => name.slice(name.indexOf(':') + 1);

/** @throws Error if it is no XML, or what the walker throws */
export function walk(xml: string, { open, close, text }: Walker): void {
  const parser = new Parser();
  let failed: { readonly error: unknown } | undefined;
  const guarded = (run: () => void): void => {
    if (failed) return;
    try {
      run();
    } catch (error) {
      failed = { error };
      parser.stop();
    }
  };
  const readAttributes = (read: () => Record<string, string>, decode: (text: string) => string) =>
    Object.fromEntries(Object.entries(read()).map(([name, value]) => [localName(name), decode(value)]));
  parser
    .on('openTag', (name, read, decode) => guarded(() => open?.(localName(name), readAttributes(read, decode))))
    .on('closeTag', (name) => guarded(() => close?.(localName(name))))
    .on('text', (part, decode) => guarded(() => text?.(decode(part))))
    .on('cdata', (part) => guarded(() => text?.(part)))
    .on('error', (error) =>
      guarded(() => {
        throw error;
      }),
    )
    .parse(xml);
  if (failed) throw failed.error;
}
