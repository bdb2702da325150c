/** Selects the relevant lines of Tryton's server. */
import { stripVTControlCharacters } from 'node:util';

/** Process, thread, time; then what a person reads. */
const logLine = /^\d+ \d+ \[[^\]]*\] (\w+) \S+ (.*)$/;
const requestLine = /"(\w+ \S+) HTTP\/[\d.]+" (\d+)/;

/** Of what is said at level INFO only requests that failed are news. */
function showInfo(message: string): string | undefined {
  const [, request, status] = requestLine.exec(message) ?? [];
  return request !== undefined && Number(status) >= 400 ? `${String(status)} ${request}` : undefined;
}

/** The line without its frame; `undefined` when it is no news. Lines of another form, such as a traceback's, stay. */
export function showTrytonLine(line: string): string | undefined {
  const plain = stripVTControlCharacters(line).trimEnd();
  const [, address] = /^ \* Running on (\S+)/.exec(plain) ?? [];
  if (address !== undefined) return `server is up on ${address}`;
  const [, level, message = ''] = logLine.exec(plain) ?? [];
  if (level === 'INFO') return showInfo(message);
  if (level !== undefined) return `${level}: ${message}`;
  return plain === '' ? undefined : plain;
}
