/**
 * Tells a container's engine whether its process works: `healthcheck.cjs <url> [pattern]`. It exits with 0 if the URL
 * answers 200 within four seconds and, where there is a pattern, a line of the answer matches it.
 */
const { get } = require('node:http');

const [url, pattern = ''] = process.argv.slice(2);

function judge(status, text) {
  if (status !== 200) return `${url} answers ${status}: ${text.slice(0, 500)}`;
  return new RegExp(pattern, 'm').test(text) ? undefined : `no line of ${url} matches ${pattern}`;
}

function end(fault) {
  if (fault !== undefined) process.stderr.write(`${fault}\n`);
  process.exit(fault === undefined ? 0 : 1);
}

get(url, { timeout: 4_000 }, (response) => {
  let text = '';
  response
    .setEncoding('utf8')
    .on('data', (part) => (text += part))
    .on('end', () => end(judge(response.statusCode, text)));
})
  .on('timeout', () => end(`${url} does not answer`))
  .on('error', ({ message }) => end(`${url}: ${message}`));
