/** Days as people and spreadsheets write them: `2026-03-01`, `1.3.2026`, `3/1/2026`, `1 Mar 2026`. */

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** `undefined`: the calendar has no such day. */
function toDay(year: number, month: number, day: number): string | undefined {
  const date = new Date(Date.UTC(year, month - 1, day));
  const isThere = year >= 1000 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return isThere ? date.toISOString().slice(0, 10) : undefined;
}

/** The month's name stands first or second. */
function listNamed([first = '', second = '', year]: readonly string[]): (string | undefined)[] {
  const [name, day] = /^\d/.test(first) ? [second, first] : [first, second];
  return [toDay(Number(year), months.indexOf(name.slice(0, 3).toLowerCase()) + 1, Number(day))];
}

/** With points the day comes first; with slashes it does in some countries, and in others the month. */
function listNumbered(
  [first = 0, second = 0, third = 0]: readonly number[],
  isPointed: boolean,
): (string | undefined)[] {
  if (first >= 1000) return [toDay(first, second, third)];
  const dayFirst = toDay(third, second, first);
  return isPointed ? [dayFirst] : [dayFirst, toDay(third, first, second)];
}

/** None if the text is no day, and two if it may be either. */
export function listDays(text: string): string[] {
  const parts = text.trim().split(/[\s,./-]+/);
  if (parts.length !== 3) return [];
  const numbers = parts.map(Number);
  const days = numbers.some(Number.isNaN) ? listNamed(parts) : listNumbered(numbers, text.includes('.'));
  return [...new Set(days.filter((day) => day !== undefined))];
}
