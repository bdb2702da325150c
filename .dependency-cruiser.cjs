/**
 * Who may import whom: everything points inward, to workflows/domain. One rule a folder, each a list of what is
 * allowed, so that no two folders of the top level need each other. "At run time" leaves out what TypeScript erases
 * (`import type`).
 */

const plainContract =
  '^workflows/contract/(amounts|bidi|codes|command-row|command-table|csv|defined|iso|limits|mask|names|pointers|project-table|sealed|shell|text|unicode)\\.ts$';
const contract = '^workflows/contract/';
const domain = '^workflows/domain/';
const itself = (folder) => `^${folder}/`;
const packageNamed = (...names) => `^node_modules/(${names.join('|')})/`;
/** What adapters implement. */
const ports = '^activities/(erp-port|notice-port|write-back-port|erp-content)\\.ts$';
/** What a process is called with, and how its files are read. */
const commandLine = '^adapters/(arguments|decoding|env|errors|is-there|nearest)\\.ts$';
const ours = '^(workflows|activities|adapters|conformance|worker|api|dev|web|client|cli|bench|test)/';

/** `from` imports nothing but what `allowed` matches, packages and Node's own modules included. */
const only = (name, comment, from, allowed, to = {}) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from },
  to: { pathNot: allowed, ...to },
});

/** Of our own folders `from` imports only what `allowed` matches; packages are free. */
const onlyOfOurs = (name, comment, from, allowed, to = {}) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from },
  to: { path: ours, pathNot: allowed, ...to },
});

const atRunTime = { preCompilationOnly: false };

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Two files that need each other are one file, or hide a third.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      comment: 'A file that neither imports nor is imported does nothing.',
      severity: 'error',
      // Loaded by Node before a process's own code, and types that a package does not have.
      from: { orphan: true, path: ours, pathNot: '^(test/faults/short-attempts\\.cjs|web/files/saxen\\.d\\.ts)$' },
      to: {},
    },
    {
      name: 'no-unresolvable',
      comment: 'The import leads nowhere.',
      severity: 'error',
      // It changes the built worker, which need not be there.
      from: { pathNot: '^test/faults/short-attempts\\.cjs$' },
      to: { couldNotResolve: true },
    },
    {
      name: 'no-dev-packages-in-production',
      comment: 'What runs in production is a dependency, not a devDependency.',
      severity: 'error',
      // `npm start` and the tour ship too. The launcher compiles only where the sources are. What traces are sent with are
      // optional peers, and are loaded only where somebody installed them.
      from: {
        path: '^(workflows|activities|adapters|conformance|worker|api|dev|client|cli)/',
        pathNot: '^(dev/launch\\.cjs|adapters/tracing/opentelemetry\\.ts)$',
      },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], preCompilationOnly: false },
    },
    {
      name: 'sdk-internals',
      comment: "Only one file reaches past the index of the SDK's packages, and says why.",
      severity: 'error',
      from: { path: ours, pathNot: '^adapters/temporal/sdk-internals\\.ts$' },
      to: {
        path: '^node_modules/@temporalio/[^/]+/(lib|src)/',
        pathNot: '^node_modules/@temporalio/[^/]+/lib/index\\.',
      },
    },
    only('domain', 'The domain is pure: itself and the contract, no package.', domain, [domain, contract]),
    only(
      'domain-run-time',
      'Of the contract the domain runs only the plain data: the sandbox stays free of zod.',
      domain,
      [domain, plainContract],
      atRunTime,
    ),
    only('contract', 'The contract is zod and plain data.', contract, [contract, packageNamed('zod')]),
    only('contract-plain-data', 'Plain data and texts are read in the sandbox and in a browser.', plainContract, [
      plainContract,
    ]),
    only('workflows', 'The core imports nothing of ours from outside itself.', '^workflows/[^/]+\\.ts$', [
      itself('workflows'),
      packageNamed('@temporalio/workflow', '@temporalio/common'),
    ]),
    only(
      'workflows-run-time',
      'Of the contract the workflow runs only the plain data: the sandbox stays free of zod.',
      '^workflows/[^/]+\\.ts$',
      ['^workflows/[^/]+\\.ts$', domain, plainContract, packageNamed('@temporalio/workflow', '@temporalio/common')],
      atRunTime,
    ),
    only(
      'activities',
      'Activities know the contract, the export policy, plain lists, and the ports they declare.',
      itself('activities'),
      [
        itself('activities'),
        contract,
        '^workflows/domain/(bound|export-policy)\\.ts$',
        packageNamed('@temporalio/activity'),
        '^crypto$',
      ],
    ),
    only(
      'activities-run-time',
      'Of the contract activities run only the plain data: what they are given the workflow has read.',
      itself('activities'),
      [
        itself('activities'),
        plainContract,
        '^workflows/domain/(bound|export-policy)\\.ts$',
        packageNamed('@temporalio/activity'),
        '^crypto$',
      ],
      atRunTime,
    ),
    onlyOfOurs('adapters', 'Adapters implement the ports.', itself('adapters'), [itself('adapters'), ports, contract]),
    onlyOfOurs(
      'adapters-run-time',
      'Of the contract adapters run only the plain data; adapters/companies reads its file by the schemas, adapters/source its documents.',
      '^adapters/(?!(companies|source)/)',
      [itself('adapters'), ports, plainContract],
      atRunTime,
    ),
    {
      name: 'adapter-rooms',
      comment: 'One outside system knows nothing of another. All may call HTTP, and trace what they do.',
      severity: 'error',
      from: { path: '^adapters/(?!source/)([^/]+)/' },
      to: { path: '^adapters/[^/]+/', pathNot: '^adapters/($1|http|tracing)/' },
    },
    onlyOfOurs('sources', 'A source is connected as the companies say.', '^adapters/source/', [
      '^adapters/(source|http|companies)/',
      '^adapters/[^/]+\\.ts$',
      ports,
      contract,
    ]),
    {
      name: 'sources-run-time',
      comment: 'A source knows the form of what the companies say, not how it is read.',
      severity: 'error',
      from: { path: '^adapters/source/' },
      to: { path: '^adapters/companies/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'one-adapter',
      comment: 'The inside of one ERP and of one source is its own.',
      severity: 'error',
      from: { path: '^adapters/(erp|source)/([^/]+)/' },
      to: { path: '^adapters/$1/[^/]+/', pathNot: '^adapters/$1/$2/' },
    },
    {
      name: 'one-source',
      comment: 'Sources are made in one place.',
      severity: 'error',
      from: { path: ours, pathNot: '^(adapters/source|test)/' },
      to: { path: '^adapters/source/[^/]+/' },
    },
    onlyOfOurs(
      'conformance',
      'The kit speaks the HTTP protocol for ERPs as the adapter does, and knows nothing of the gateway.',
      itself('conformance'),
      [
        itself('conformance'),
        '^activities/erp-content\\.ts$',
        '^adapters/(erp/http|http)/',
        '^adapters/(arguments|env|errors|webhook-signature)\\.ts$',
        contract,
      ],
    ),
    onlyOfOurs(
      'conformance-run-time',
      'Of the contract the kit runs only the plain data.',
      itself('conformance'),
      [
        itself('conformance'),
        '^activities/erp-content\\.ts$',
        '^adapters/(erp/http|http)/',
        '^adapters/(arguments|env|errors|webhook-signature)\\.ts$',
        plainContract,
      ],
      atRunTime,
    ),
    onlyOfOurs('api', 'The edge asks the core, never the worker or an ERP.', itself('api'), [
      itself('api'),
      contract,
      domain,
      '^workflows/(messages|search-attributes|submission)\\.ts$',
      '^adapters/(temporal|companies|source|http|tracing)/',
      '^adapters/(arguments|canonical-json|decoding|env|errors|fingerprints|html|log|metrics-settings|settings|sha256|share|trail|version|whole-number)\\.ts$',
    ]),
    onlyOfOurs(
      'api-run-time',
      'The workflow runs in the worker; the API knows its type.',
      itself('api'),
      [
        itself('api'),
        contract,
        domain,
        '^workflows/(messages|search-attributes)\\.ts$',
        '^adapters/(temporal|companies|source|http|tracing)/',
        '^adapters/(arguments|canonical-json|decoding|env|errors|fingerprints|html|log|metrics-settings|settings|sha256|share|trail|version|whole-number)\\.ts$',
      ],
      atRunTime,
    ),
    {
      name: 'api-gateway',
      comment: 'One place of the API speaks to Temporal.',
      severity: 'error',
      from: { path: itself('api'), pathNot: '^api/(gateway/|submissions\\.ts$)' },
      to: { path: '^node_modules/@temporalio/' },
    },
    onlyOfOurs(
      'dev',
      'dev/ starts worker and API as processes of their own; the tour calls the API by its client.',
      itself('dev'),
      [
        itself('dev'),
        itself('client'),
        contract,
        '^workflows/search-attributes\\.ts$',
        '^adapters/(temporal|companies)/',
        '^adapters/(arguments|env|errors|is-there|log|settings|sha256|whole-number|erp/file-drop/init)\\.ts$',
      ],
    ),
    onlyOfOurs('worker', 'The composition root: everything but the edges.', itself('worker'), [
      itself('worker'),
      itself('workflows'),
      itself('activities'),
      itself('adapters'),
    ]),
    onlyOfOurs('web', 'The desk knows the types of the contract.', itself('web'), [
      itself('web'),
      itself('client'),
      contract,
    ]),
    only(
      'web-run-time',
      'It runs in a browser: of the contract the plain data, of packages the one that draws. What reads files is loaded by itself.',
      '^web/(?!build\\.cjs$|files/)',
      ['^web/(?!files/)', itself('client'), plainContract, packageNamed('preact')],
      atRunTime,
    ),
    only(
      'web-files',
      'The worker that reads files knows what is pure of the desk, and is bound to no draft.',
      '^web/files/',
      ['^web/(files|model)/', plainContract, packageNamed('fflate', 'papaparse', '@types/papaparse', 'saxen')],
      atRunTime,
    ),
    only('client', 'The client is fetch and the types of the contract.', itself('client'), [
      itself('client'),
      contract,
      packageNamed('zod'),
    ]),
    only(
      'client-run-time',
      'It runs in a browser: of the contract only the plain data.',
      itself('client'),
      [itself('client'), plainContract],
      atRunTime,
    ),
    onlyOfOurs('cli', 'The command line asks the API by the client.', itself('cli'), [
      itself('cli'),
      itself('client'),
      contract,
      commandLine,
    ]),
    onlyOfOurs(
      'cli-run-time',
      'Of the contract the command line runs only the plain data.',
      itself('cli'),
      [itself('cli'), itself('client'), plainContract, commandLine],
      atRunTime,
    ),
    {
      name: 'one-seed',
      comment: 'What tests make up is drawn from one seed, which can be given again.',
      severity: 'error',
      from: { path: '^test/', pathNot: '^test/support/fast-check\\.ts$' },
      to: { path: '^node_modules/fast-check/' },
    },
    {
      name: 'nothing-imports-tests',
      comment: 'Tests and benchmarks may import anything; nothing imports them.',
      severity: 'error',
      from: { pathNot: '^(test|bench)/' },
      to: { path: '^(test|bench)/' },
    },
  ],
  options: {
    exclude: { path: '^(dist|dist\\.old|dist\\.unfinished|var|coverage|\\.cache|docs|examples)/' },
    doNotFollow: { path: '^node_modules/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: 'specify',
    combinedDependencies: false,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['require', 'node', 'default', 'types'] },
  },
};
