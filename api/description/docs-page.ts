/** The API's description as one static page: no script, no other host, fit for the strictest content policy. */
import { escapeHtml } from '../../adapters/html';
import { shellQuote } from '../../workflows/contract/shell';
import { exampleIds } from './examples';
import type { DescribedOperation, OpenApi } from './openapi';
import type { Parameter } from './openapi-parameters';
import { problemKinds } from '../problem-kinds';

/** Plain text with `code` in backticks. */
const prose = (text: string): string => escapeHtml(text).replaceAll(/`([^`]+)`/g, '<code>$1</code>');

const block = (text: string): string => `<pre><code>${escapeHtml(text)}</code></pre>`;
const json = (value: unknown): string => JSON.stringify(value, undefined, 2);

interface Described {
  readonly path: string;
  readonly method: string;
  readonly operation: DescribedOperation;
}

const listOperations = ({ paths }: OpenApi): Described[] =>
  Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ path, method, operation })),
  );

const schemaName = (ref: unknown): string | undefined =>
  typeof ref === 'string' ? ref.replace('#/components/schemas/', '') : undefined;

const schemaLink = (ref: unknown): string => {
  const name = schemaName(ref);
  return name === undefined ? '' : `<a href="#schema-${escapeHtml(name)}">${escapeHtml(name)}</a>`;
};

function curl({ path, method, operation }: Described): string {
  const url = path.replace('{companyId}', exampleIds.companyId).replace('{projectId}', exampleIds.projectId);
  const body = operation.requestBody?.content['application/json']?.example;
  return [
    `curl ${method === 'post' ? '-X POST ' : ''}"$LEDGERGATE${url}"`,
    ...(operation.security?.length ? ['-H "Authorization: Bearer $TOKEN"'] : []),
    ...(method === 'post' ? ['-H "Idempotency-Key: $(uuidgen)"'] : []),
    ...(body === undefined ? [] : ["-H 'Content-Type: application/json'", `-d ${shellQuote(JSON.stringify(body))}`]),
  ].join(' \\\n  ');
}

function parameterRow({ name, in: place, required, description, schema }: Parameter): string {
  const cells = [
    `<code>${escapeHtml(name)}</code>`,
    `${place}${required ? ', required' : ''}`,
    `${prose(description)} ${schema['enum'] === undefined ? '' : prose(`\`${JSON.stringify(schema['enum'])}\``)}`,
  ];
  return `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
}

const parameterTable = (parameters: readonly Parameter[] = []): string =>
  parameters.length === 0 ? '' : `<h4>Parameters</h4><table>${parameters.map(parameterRow).join('')}</table>`;

function bodyPart({ requestBody }: DescribedOperation): string {
  const content = requestBody?.content['application/json'];
  return content ? `<h4>Body: ${schemaLink(content.schema?.['$ref'])}</h4>${block(json(content.example))}` : '';
}

function answerRow(status: string, { description, content = {} }: DescribedOperation['responses'][string]): string {
  const [first] = Object.values(content);
  const codes = Object.keys(first?.examples ?? {});
  const said =
    codes.length > 0
      ? codes.map((code) => `<a href="#problem-${code}"><code>${code}</code></a>`).join(' ')
      : `${prose(description)} ${schemaLink(first?.schema?.['$ref'])}`;
  return `<tr><td><code>${status}</code></td><td>${said}</td></tr>`;
}

function operationSection(described: Described): string {
  const { path, method, operation } = described;
  const { operationId, summary, description = '', responses } = operation;
  return `<section class="operation" id="${operationId}">
<h3><a href="#${operationId}">${prose(summary)}</a></h3>
<p class="route"><span class="method ${method}">${method.toUpperCase()}</span> <code>${escapeHtml(path)}</code></p>
<p>${prose(description)}</p>
${parameterTable(operation.parameters)}
${bodyPart(operation)}
<h4>Answers</h4><table>${Object.entries(responses)
    .map(([status, response]) => answerRow(status, response))
    .join('')}</table>
<details><summary>curl</summary>${block(curl(described))}</details>
</section>`;
}

const problemRows = (): string =>
  Object.entries(problemKinds)
    .map(
      ([code, { status, title, remedy }]) =>
        `<tr id="problem-${code}"><td><code>${code}</code></td><td>${String(status)}</td><td>${prose(title)}</td><td>${prose(remedy)}</td></tr>`,
    )
    .join('\n');

const schemaSection = ([name, schema]: [string, unknown]): string =>
  `<section class="schema" id="schema-${escapeHtml(name)}"><details><summary><code>${escapeHtml(name)}</code></summary>${block(json(schema))}</details></section>`;

const link = (id: string, text: string): string => `<li><a href="#${id}">${prose(text)}</a></li>`;

function navigation(all: readonly Described[], { tags }: OpenApi): string {
  const groups = tags.map(({ name, description }) => {
    const links = all
      .filter(({ operation }) => operation.tags.includes(name))
      .map(({ operation: { operationId, summary } }) => link(operationId, summary));
    return `<h2>${escapeHtml(description)}</h2><ul>${links.join('')}</ul>`;
  });
  const rest = [link('identity', 'Identity'), link('repeating', 'Repeating a request'), link('problems', 'Problems')];
  return `<nav aria-label="Contents"><h2>Start</h2><ul>${rest.join('')}</ul>${groups.join('')}<h2>Data</h2><ul>${link('schemas', 'Schemas')}</ul></nav>`;
}

const repeating =
  'Send `Idempotency-Key` with every POST. A request with the same key and the same body takes effect once, however often it is sent: each answer has the same status and shows the submission, which may be newer. The same key with another body is refused as `idempotency_key_reused`. A refusal is not remembered. After a 503, repeat the request with the same key or read the view. Both are safe.';

export function docsPage(document: OpenApi): string {
  const { info, components } = document;
  const all = listOperations(document);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(info.title)} API</title>
<link rel="stylesheet" href="/docs.css">
</head>
<body>
<div class="page">
${navigation(all, document)}
<main>
<h1>${escapeHtml(info.title)} API</h1>
<p>${prose(info.description)}</p>
<p class="soft">Version ${escapeHtml(info.version)} · <a href="/openapi.json">OpenAPI 3.1 document</a></p>
<h2 id="identity">Identity</h2>
<p>${prose(components.securitySchemes.bearer.description)}</p>
<h2 id="repeating">Repeating a request</h2>
<p>${prose(repeating)}</p>
<h2 id="operations">Operations</h2>
<p>In the curl commands, <code>$LEDGERGATE</code> is the address of this service, such as <code>http://127.0.0.1:3000</code>, and <code>$TOKEN</code> your token.</p>
${all.map(operationSection).join('\n')}
<h2 id="problems">Problems</h2>
<table><tr><th>code</th><th>status</th><th>meaning</th><th>what to do</th></tr>
${problemRows()}
</table>
<h2 id="schemas">Schemas</h2>
${Object.entries(components.schemas).map(schemaSection).join('\n')}
</main>
</div>
</body>
</html>
`;
}
