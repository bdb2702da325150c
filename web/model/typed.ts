/** What is typed into a field, or stands in a file, as the document has it: `usd` is USD, `Germany` is DE. */
import type { DocumentKind } from '../../workflows/contract/project-table';
import { texts } from '../texts';
import { readAmount, withPlaces } from './amounts';
import { listDays } from './dates';

export interface Understood {
  /** As it is typed, if it is not understood. */
  readonly value: string;
  /** Why it is not, where the field itself can say that. */
  readonly fault?: string;
}

/** Names in the language of the desk and in that of the browser, by what they are names of. */
function namesOf(type: 'region' | 'currency', codes: readonly string[]): Map<string, string> {
  const languages = [texts.language, new Intl.DateTimeFormat().resolvedOptions().locale];
  const names = new Map<string, string>();
  for (const language of languages) {
    const display = new Intl.DisplayNames(language, { type, fallback: 'none' });
    for (const code of codes) names.set(display.of(code)?.toLowerCase() ?? '', code);
  }
  return names;
}

const letters = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ');
/** Without those that stand for another one today: `DD` is a name of Germany, too. */
const listRegions = (): string[] =>
  letters
    .flatMap((first) => letters.map((second) => first + second))
    .filter((code) => new Intl.Locale(`und-${code}`).region === code);

let countries: Map<string, string> | undefined;
let currencies: Map<string, string> | undefined;

/** How people shorten what has another code. */
const shortNames: Readonly<Record<string, string>> = {
  'u.s.': 'US',
  'u.s.a.': 'US',
  usa: 'US',
  uk: 'GB',
  'great britain': 'GB',
  uae: 'AE',
  holland: 'NL',
  'czech republic': 'CZ',
};

function toCountry(text: string): Understood {
  const name = text.toLowerCase().replace(/^the /, '');
  countries ??= namesOf('region', listRegions());
  const code = shortNames[name] ?? countries.get(name) ?? countries.get(name.replace(' of america', ''));
  if (code !== undefined) return { value: code };
  if (/^[a-z]{2}$/.test(name)) return { value: text.toUpperCase() };
  return { value: text, fault: texts.typed.country(text) };
}

/** A sign that is of one currency only. */
const signs: Readonly<Record<string, string>> = {
  '€': 'EUR',
  '£': 'GBP',
  '₹': 'INR',
  us$: 'USD',
  ca$: 'CAD',
  a$: 'AUD',
};

function toCurrency(text: string): Understood {
  const name = text.toLowerCase();
  if (/^[a-z]{3}$/.test(name)) return { value: text.toUpperCase() };
  currencies ??= namesOf('currency', Intl.supportedValuesOf('currency'));
  const code = signs[name] ?? currencies.get(name);
  return code === undefined ? { value: text, fault: texts.typed.currency(text) } : { value: code };
}

function toAmount(text: string): Understood {
  const reading = readAmount(text);
  if (!reading) return { value: text };
  if ('value' in reading) return { value: reading.value };
  const { '.': point, ',': comma } = reading.either;
  return { value: text, fault: texts.typed.amount(text, withPlaces(point), withPlaces(comma)) };
}

function toDate(text: string): Understood {
  const [day, other] = listDays(text);
  if (day === undefined) return { value: text };
  return other === undefined ? { value: day } : { value: text, fault: texts.typed.date(text, day, other) };
}

/** Most of what stands in a long list. */
const plain = /^-?\d+(?:\.\d{1,2})?$/;

/** @param kind of the field in the document */
export function understand(kind: DocumentKind | undefined, typed: string): Understood {
  const text = typed.trim();
  if (text === '' || plain.test(text)) return { value: text };
  if (kind === 'amount' || kind === 'signed_amount') return toAmount(text);
  if (kind === 'country') return toCountry(text);
  if (kind === 'currency') return toCurrency(text);
  return kind === 'date' ? toDate(text) : { value: text };
}
