/** The patterns of the description refuse what the service refuses, and nothing else. */
import { fc } from '../support/fast-check';
import { textSchemas } from '../../api/description/openapi-text';
import { findProseFault } from '../../workflows/contract/text';
import { identifier, line, lines } from '../../workflows/contract/text-schemas';

const kinds = [
  ['Identifier', identifier(4_000)],
  ['Line', line(4_000)],
  ['Lines', lines(4_000)],
] as const;

const curious =
  '\u0000 \t\n\r\u007f\u0085\u00a0\u00ad\u2028\u200b\u200d\u202e\u2060\u2066\u2800\u3000\u3164\ufe0f\ufeff\ufffd\ufffe\ue000\ud800';
/** The service knows one version of Unicode, this Node another: what only one of them has is not compared. */
const isKnownHere = (sample: string): boolean => !/\p{Cn}/u.test(sample);
const show = (sample: string): string =>
  Array.from(sample, (char) => (char.codePointAt(0) ?? 0).toString(16)).join(' ');
const isKnownThere = (sample: string): boolean =>
  !findProseFault(sample, { hasLines: true })?.includes('not assigned in Unicode');
const char = fc.oneof(
  fc.constantFrom(...Array.from(curious)),
  fc.integer({ min: 0, max: 0x10ffff }).map((point) => String.fromCodePoint(point)),
);
const text = fc.oneof(
  fc.string({ unit: fc.oneof(fc.constantFrom('a', '1', '-'), char), maxLength: 8 }),
  fc.constantFrom('24-017', 'Šárka Dvořák', 'שלום', 'कंक्रीट', '👩🏽‍🏭', 'Line one\nline two', ' padded ', '', ' '),
);

test.each(kinds)('%s: what fits the pattern is taken, and what does not is refused', (kind, schema) => {
  const pattern = new RegExp(textSchemas[kind].pattern, 'u');
  fc.assert(
    fc.property(
      text.filter((sample) => isKnownHere(sample) === isKnownThere(sample)),
      (sample) => {
        expect({ sample: show(sample), fits: pattern.test(sample) }).toEqual({
          sample: show(sample),
          fits: schema.safeParse(sample).success,
        });
      },
    ),
    { numRuns: 5_000 },
  );
});
