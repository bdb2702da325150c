/** Instants, ages and money for reading. The viewer's language and zone; UTC is a hover away. */

import { findField } from '../../workflows/contract/pointers';
import { texts } from '../texts';

const secondMs = 1_000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** The words of units are the desk's language; dates are written as the viewer's browser writes them. */
const unit = (name: 'second' | 'minute' | 'hour' | 'day'): Intl.NumberFormat =>
  new Intl.NumberFormat(texts.language, { style: 'unit', unit: name, unitDisplay: 'short' });
const units = { second: unit('second'), minute: unit('minute'), hour: unit('hour'), day: unit('day') };

/** How long ago, in the biggest unit that is full: `5 min`, `3 hr`, `12 days`; `undefined` below a minute. */
export function age(instant: string, nowMs: number): string | undefined {
  const past = nowMs - Date.parse(instant);
  if (past < minuteMs) return undefined;
  if (past < hourMs) return units.minute.format(Math.floor(past / minuteMs));
  if (past < dayMs) return units.hour.format(Math.floor(past / hourMs));
  return units.day.format(Math.floor(past / dayMs));
}

/** How long until then: `40 sec`, `5 min`; `undefined` when it is past. */
export function until(instant: string, nowMs: number): string | undefined {
  const left = Date.parse(instant) - nowMs;
  if (left <= 0) return undefined;
  if (left < minuteMs) return units.second.format(Math.ceil(left / secondMs));
  return units.minute.format(Math.ceil(left / minuteMs));
}

const dayAndTime = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const dayOfYear = new Intl.DateTimeFormat(undefined, {
  month: 'short',
  day: 'numeric',
  hour: 'numeric',
  minute: '2-digit',
});
const dayOnly = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeZone: 'UTC' });
const timeOnly = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' });

/** The time alone if it is of today, without the year if it is of this one. */
export function moment(instant: string, nowMs: number): string {
  const [date, now] = [new Date(instant), new Date(nowMs)];
  if (date.toDateString() === now.toDateString()) return timeOnly.format(date);
  return (date.getFullYear() === now.getFullYear() ? dayOfYear : dayAndTime).format(date);
}

/** A day such as `2027-03-01`, which is the same in every zone; as it stands if it is none. */
function day(date: string): string {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(date) && !Number.isNaN(Date.parse(date));
  return isDay ? dayOnly.format(new Date(date)) : date;
}

/** `2026-11-24 11:40:52 UTC` */
export const utc = (instant: string): string => `${instant.slice(0, 10)} ${instant.slice(11, 19)} UTC`;

/** Grouped for reading; every digit is kept. What is longer than any amount, or none, stays as it is. */
export function money(amount: string): string {
  if (!/^-?\d{1,39}(\.\d{1,39})?$/.test(amount)) return amount;
  const [whole = '', fraction] = amount.split('.');
  const grouped = whole.replace(/\B(?=(\d{3}){1,13}$)/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

/** An amount with its currency: `4,250,000.00 USD`. */
export const toMoney = (amount: string, currency: string): string => `${money(amount)} ${currency}`;

/** The value of a field of a project, or of a difference, by its pointer. */
export function fieldText(pointer: string, value: string, currency: string): string {
  const kind = findField(pointer)?.row.kind;
  if (kind === 'amount' || kind === 'signed_amount') return toMoney(value, currency);
  return kind === 'date' ? day(value) : value;
}
