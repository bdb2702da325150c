/** The images and the compose file agree with the product, and no container may do more than it has to. */
import { z } from 'zod';
import { serverVersion } from '../../dev/cluster/programs';
import { readTemporalYaml } from '../../dev/temporal/temporal-yaml';
import {
  findProgram,
  isInProject,
  isProcess,
  isRead,
  listUnread,
  nodeMajor,
  type Process,
  processes,
  readEnvFile,
  readText,
  readYaml,
  version,
} from '../support/deploy/product';

const dockerfile = readText('deploy/Dockerfile').replaceAll('\\\n', ' ');
const stage = (name: string): string =>
  new RegExp(`^FROM \\S+ AS ${name}$([\\s\\S]*?)(?=^FROM |$(?![\\s\\S]))`, 'm').exec(dockerfile)?.[1] ?? '';
const environmentOf = (text: string): Record<string, string> =>
  Object.fromEntries(
    [...text.matchAll(/^ENV (.*)$/gm)].flatMap(([, line = '']) =>
      line
        .trim()
        .split(/\s+/)
        .map((pair) => pair.split('=') as [string, string]),
    ),
  );
const imageEnvironment = (process: Process): Record<string, string> => ({
  ...environmentOf(stage('runtime')),
  ...environmentOf(stage(process)),
});

const Strings = z.array(z.string());
const Service = z.looseObject({
  image: z.string(),
  environment: z.record(z.string(), z.string()).default({}),
  env_file: Strings.default([]),
  secrets: Strings.default([]),
  volumes: Strings.default([]),
  build: z.looseObject({ context: z.string(), dockerfile: z.string(), target: z.string() }).optional(),
});
type Service = z.infer<typeof Service>;
const compose = z
  .looseObject({
    services: z.record(z.string(), Service),
    secrets: z.record(z.string(), z.object({ file: z.string() })),
  })
  .parse(readYaml('deploy/compose.yaml'));
const services = Object.entries(compose.services);
const ours = services.flatMap(([name, service]) => {
  const process = service.build?.target ?? '';
  return isProcess(process) ? [{ name, process, service }] : [];
});

describe('the images', () => {
  test('begin with the Node of the project, by version', () => {
    const [, image = ''] = /^ARG NODE_IMAGE=(\S+)$/m.exec(dockerfile) ?? [];
    expect(image).toMatch(new RegExp(`^node:${nodeMajor}\\.\\d+\\.\\d+-`));
    const bases = [...dockerfile.matchAll(/^FROM (\S+)/gm)].map(([, base]) => base);
    expect(new Set(bases)).toEqual(new Set(['${NODE_IMAGE}', 'runtime']));
  });

  test.each(processes)('of the %s runs its program, by a user who is not root', (process) => {
    const [, command = ''] = /^CMD (\[.*\])$/m.exec(stage(process)) ?? [];
    expect(Strings.parse(JSON.parse(command))).toEqual(['node', ...findProgram(process).split(' ')]);
    expect(stage('runtime')).toMatch(/^USER [1-9]\d*:[1-9]\d*$/m);
    expect(stage(process)).not.toMatch(/^USER/m);
  });

  test.each(processes)('of the %s sets only variables that it reads', (process) => {
    const names = Object.keys(imageEnvironment(process));
    expect(names.length).toBeGreaterThan(2);
    expect(names.filter((name) => !isRead(process, name) && !isRead('worker', name))).toEqual([]);
  });

  test.each(processes)('of the %s is asked for its health at a port on which it listens for others', (process) => {
    const env = imageEnvironment(process);
    const listens = ['PORT', 'METRICS_PORT', 'CODEC_PORT'].flatMap((name) => env[name] ?? []);
    const [, exposed = ''] = /^EXPOSE (.*)$/m.exec(stage(process)) ?? [];
    expect(exposed.split(' ').sort()).toEqual(listens.sort());
    for (const host of ['HOST', 'METRICS_HOST', 'CODEC_HOST']) expect([undefined, '0.0.0.0']).toContain(env[host]);
    const [, port] = /"healthcheck\.cjs", "http:\/\/127\.0\.0\.1:(\d+)\//.exec(stage(process)) ?? [];
    expect(listens).toContain(port);
  });

  test('can be built with the packages of OpenTelemetry, which are those that package.json, code and page name', () => {
    const { peerDependencies } = z
      .object({ peerDependencies: z.record(z.string(), z.string()) })
      .parse(JSON.parse(readText('package.json')));
    const wanted = Object.keys(peerDependencies).sort();
    for (const file of ['deploy/Dockerfile', 'docs/operations.md', 'adapters/tracing/opentelemetry.ts']) {
      const [, line = ''] = /npm install --no-save (.*)/.exec(readText(file).replaceAll('\\\n', ' ')) ?? [];
      const named = [...line.matchAll(/(@opentelemetry\/[\w-]+)@(\d+(?:\.\d+)?)/g)];
      expect(named.map(([, name]) => name).sort()).toEqual(wanted);
      for (const [, name = '', major = ''] of named) expect(peerDependencies[name]).toMatch(`^${major}.`);
    }
  });

  test('are built from a context that has what the build compiles, and no secret', () => {
    const ignored = readText('.dockerignore').split('\n');
    expect(ignored).toContain('*');
    const kept = ignored.filter((line) => line.startsWith('!')).map((line) => line.slice(1));
    const { include } = z.object({ include: Strings }).parse(JSON.parse(readText('tsconfig.build.json')));
    expect([...include, 'web', 'package-lock.json'].filter((name) => !kept.includes(name))).toEqual([]);
    expect(kept.filter((name) => !isInProject(name))).toEqual([]);
    const copied = [...dockerfile.matchAll(/--from=build \/build\/(\S+)/g)].map(([, name = '']) => name);
    expect(copied.filter((name) => !['node_modules', 'dist'].includes(name) && !kept.includes(name))).toEqual([]);
  });
});

describe('compose.yaml', () => {
  test('starts every process of ours, from its image and in this version', () => {
    expect(new Set(ours.map(({ process }) => process))).toEqual(new Set(processes));
    for (const { process, service } of ours) {
      expect(service.image).toBe(`ledgergate-${process}:${version}`);
      expect(service.build).toEqual({ context: '..', dockerfile: 'deploy/Dockerfile', target: process });
    }
  });

  test('takes every image by its version, and Temporal by the one that is tested', () => {
    const images = services.map(([, { image }]) => image);
    expect(images.filter((image) => !/:\d+\.\d+(\.\d+)?(-\w+)?$/.test(image))).toEqual([]);
    const ofTemporal = images.filter((image) => image.startsWith('temporalio/'));
    expect(new Set(ofTemporal.map((image) => image.split(':')[1]))).toEqual(new Set([serverVersion]));
  });

  test.each(services)('lets %s write nowhere but into its volumes, and gives it no capability', (_, service) => {
    expect(service).toMatchObject({
      read_only: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
    });
    expect(service['privileged']).toBeUndefined();
  });

  test.each(ours)('gives $name only variables and secrets that it reads', ({ process, service }) => {
    const secrets = service.secrets.filter((name) => /^\w+$/.test(name));
    const names = [...Object.keys(service.environment), ...secrets];
    expect(names.filter((name) => !isRead(process, name))).toEqual([]);
    expect(service.environment['SECRETS_DIRECTORY']).toBe('/run/secrets');
    const files = Object.values(service.environment).filter((value) => value.startsWith('/run/secrets/'));
    expect(files.filter((file) => !service.secrets.includes(file.replace('/run/secrets/', '')))).toEqual([]);
    for (const file of service.env_file) expect(listUnread(Object.keys(readEnvFile(`deploy/${file}`)))).toEqual([]);
  });

  test('keeps secrets in files alone, each of which somebody uses', () => {
    const used = new Set(services.flatMap(([, { secrets }]) => secrets));
    expect(used).toEqual(new Set(Object.keys(compose.secrets)));
    for (const [name, { file }] of Object.entries(compose.secrets)) expect(file).toBe(`secrets/${name}`);
    expect(readText('.gitignore')).toContain('deploy/secrets/\n');
  });

  test.each(['temporal', 'proxy'])('sets for %s each variable that its configuration names', (name) => {
    const [file, pattern] =
      name === 'proxy'
        ? ['haproxy.cfg', /"\$\{(\w+)\}"/g]
        : ['temporal/node.yaml', /\{\{-? (?:if )?(?:not )?\(?env "(\w+)"/g];
    const needed = new Set([...readText(`deploy/${file}`).matchAll(new RegExp(pattern))].map(([, each = '']) => each));
    const given = services.filter(([service]) => service.startsWith(name));
    expect(given.length).toBeGreaterThan(0);
    for (const [, service] of given) {
      const set = [...Object.keys(service.environment), ...JSON.stringify(service).matchAll(/export (\w+)=/g)].map(
        (each) => (typeof each === 'string' ? each : (each[1] ?? '')),
      );
      expect([...needed].filter((each) => !set.includes(each) && !['JWKS_URL'].includes(each))).toEqual([]);
    }
  });

  test('mounts only files of deploy/ and volumes', () => {
    const mounted = services.flatMap(([, { volumes }]) => volumes.map((volume) => volume.split(':')[0] ?? ''));
    const paths = mounted.filter((path) => path.startsWith('./') && path !== './companies');
    expect(paths.filter((path) => !isInProject(`deploy/${path}`))).toEqual([]);
  });

  test('makes the search attributes of the product', async () => {
    const made = [...readText('deploy/compose.yaml').matchAll(/--name (\w+) --type (\w+)/g)];
    const { searchAttributes } = await readTemporalYaml('temporal-dev.yaml');
    expect(Object.fromEntries(made.map(([, name, type]) => [name, type]))).toEqual(searchAttributes);
  });
});
