/** Formats the output of the processes for people: the process, the message and the relevant fields. */

const levelNames: Readonly<Record<number, string>> = {
  10: 'trace',
  20: 'debug',
  30: 'info',
  40: 'warn',
  50: 'error',
  60: 'fatal',
};
/** Fields that every line has, or that do not help a person. */
const silentFields = new Set([
  'level',
  'time',
  'pid',
  'hostname',
  'name',
  'msg',
  'v',
  'logging-call-at',
  'stack',
  'stacktrace',
  'errorVerbose',
]);
const longestValue = 160;

type Entry = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Entry =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function parseLine(line: string): Entry | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const entry: unknown = JSON.parse(line);
    return isObject(entry) ? entry : undefined;
  } catch {
    return undefined;
  }
}

function formatLevel({ level }: Entry): string {
  if (typeof level === 'number') return levelNames[level] ?? 'info';
  return typeof level === 'string' ? level.toLowerCase() : 'info';
}

function toText(value: unknown): string {
  const plain = isObject(value) && typeof value['message'] === 'string' ? value['message'] : value;
  const text = typeof plain === 'string' ? plain : JSON.stringify(plain);
  return text.length > longestValue ? `${text.slice(0, longestValue)}…` : text;
}

const showField = ([key, value]: [string, unknown]): string => {
  const text = toText(value);
  return `${key}=${/\s/.test(text) ? JSON.stringify(text) : text}`;
};

/** Whether a request is routine and not shown: a successful read, or a check of readiness. */
function isRoutine(entry: Entry, isInfo: boolean): boolean {
  if (entry['msg'] === 'request') return entry['route'] === '/readyz' || (isInfo && entry['method'] === 'GET');
  return isInfo && 'sdkComponent' in entry;
}

/** Formats a request as one line instead of its fields. */
function toRequestLine({ msg, method, status, route, actorId, ms, ...rest }: Entry): Entry {
  if (msg !== 'request' || typeof route !== 'string') return { ...rest, msg, method, status, route, actorId, ms };
  const { companyId = '', projectId = '', ...fields } = rest;
  const path = route.replace('{companyId}', toText(companyId)).replace('{projectId}', toText(projectId));
  return { ...fields, msg: `${String(status)} ${String(method)} ${path}`, by: actorId, ms };
}

/** The line of a process, prefixed with its name; a line of JSON becomes message and fields. Routine is left out. */
export function showLine(name: string, line: string): string | undefined {
  const prefix = name.padEnd(8);
  const entry = parseLine(line);
  if (!entry) return `${prefix} ${line}`;
  const level = formatLevel(entry);
  const isInfo = level === 'info';
  if (isRoutine(entry, isInfo)) return undefined;
  const { msg, ...rest } = toRequestLine(entry);
  const fields = Object.entries(rest)
    .filter(
      ([key, value]) =>
        !silentFields.has(key) && value !== undefined && value !== null && !(isInfo && key === 'requestId'),
    )
    .map(showField);
  const message = typeof msg === 'string' ? [msg] : [];
  const loud = isInfo ? [] : [`${level.toUpperCase()}:`];
  return [prefix, ...loud, ...message, ...fields].join(' ');
}
