/** The manifests agree with the product and with the images, and no pod may do more than it has to. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import {
  isProcess,
  isRead,
  listUnread,
  processes,
  readText,
  readYamlDocuments,
  version,
} from '../support/deploy/product';

const folder = 'deploy/kubernetes';
const Manifest = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({ name: z.string(), namespace: z.string().optional() }),
  spec: z.unknown().optional(),
  data: z.record(z.string(), z.string()).default({}),
});
const objects = readdirSync(join(__dirname, '..', '..', folder))
  .flatMap((file) => readYamlDocuments(join(folder, file)))
  .map((document) => Manifest.parse(document));
const ofKind = (kind: string) => objects.filter((object) => object.kind === kind);
const findConfig = (name: string): Record<string, string> =>
  ofKind('ConfigMap').find(({ metadata }) => metadata.name === name)?.data ?? {};

const Labels = z.record(z.string(), z.string());
const Named = z.object({ name: z.string() });
const Probe = z.looseObject({
  httpGet: z.object({ path: z.string(), port: z.string() }).optional(),
  exec: z.object({ command: z.array(z.string()) }).optional(),
});
const Container = z.looseObject({
  name: z.string(),
  image: z.string(),
  envFrom: z.array(z.object({ configMapRef: Named })),
  env: z.array(z.object({ name: z.string(), value: z.string() })),
  ports: z.array(z.object({ name: z.string(), containerPort: z.number() })),
  startupProbe: Probe.optional(),
  readinessProbe: Probe,
  livenessProbe: Probe.optional(),
  resources: z.unknown(),
  securityContext: z.unknown(),
  volumeMounts: z.array(
    z.looseObject({ name: z.string(), mountPath: z.string(), readOnly: z.boolean().default(false) }),
  ),
});
const Deployment = z.looseObject({
  replicas: z.number(),
  selector: z.object({ matchLabels: Labels }),
  template: z.object({
    metadata: z.object({ labels: Labels }),
    spec: z.looseObject({
      automountServiceAccountToken: z.boolean(),
      securityContext: z.unknown(),
      containers: z.tuple([Container]),
      volumes: z.array(
        z.looseObject({ name: z.string(), secret: z.looseObject({ secretName: z.string() }).optional() }),
      ),
    }),
  }),
});
const deployments = ofKind('Deployment').map(({ spec }) => {
  const { replicas, selector, template } = Deployment.parse(spec);
  const [container] = template.spec.containers;
  if (!isProcess(container.name)) throw new Error(`no process of ours: ${container.name}`);
  return { name: container.name, replicas, selector, template, container };
});
const listNames = (container: z.infer<typeof Container>): string[] => [
  ...container.env.map(({ name }) => name),
  ...container.envFrom.flatMap(({ configMapRef }) => Object.keys(findConfig(configMapRef.name))),
];

test('all is in one namespace, which holds every pod to the strictest standard', () => {
  const [namespace] = ofKind('Namespace');
  const rest = objects.filter(({ kind }) => kind !== 'Namespace');
  expect(new Set(rest.map(({ metadata }) => metadata.namespace))).toEqual(new Set([namespace?.metadata.name]));
  expect(namespace?.metadata['labels']).toEqual({ 'pod-security.kubernetes.io/enforce': 'restricted' });
});

test('every process has its deployment, from its image and in this version', () => {
  expect(deployments.map(({ name }) => name).sort()).toEqual([...processes].sort());
  const images = deployments.map(({ container }) => container.image.split('/').at(-1));
  expect(images).toEqual(deployments.map(({ name }) => `ledgergate-${name}:${version}`));
});

test.each(deployments)(
  'the pods of the $name are not root, write nowhere but into volumes and show no account',
  (each) => {
    const { template, container } = each;
    expect(template.spec.automountServiceAccountToken).toBe(false);
    expect(template.spec.securityContext).toMatchObject({
      runAsNonRoot: true,
      seccompProfile: { type: 'RuntimeDefault' },
    });
    const [, user] = /^USER (\d+):/m.exec(readText('deploy/Dockerfile')) ?? [];
    expect(container.securityContext).toMatchObject({
      readOnlyRootFilesystem: true,
      allowPrivilegeEscalation: false,
      runAsUser: Number(user),
      capabilities: { drop: ['ALL'] },
    });
    expect(container.resources).toMatchObject({
      requests: { memory: expect.any(String) },
      limits: { memory: expect.any(String) },
    });
    expect(container.volumeMounts.filter(({ readOnly }) => !readOnly).map(({ mountPath }) => mountPath)).toEqual(
      each.name === 'worker' ? ['/var/lib/ledgergate'] : [],
    );
  },
);

test.each(deployments)(
  'the $name gets only variables that a process reads, and those that it must have',
  ({ name, container }) => {
    const names = listNames(container);
    expect(listUnread(names)).toEqual([]);
    expect(names.filter((each) => isRead(name, each)).length).toBeGreaterThan(1);
    expect(new Set(names).size).toBe(names.length);
    if (name === 'api') for (const needed of ['AUTH_ISSUER', 'AUTH_JWKS_URL']) expect(names).toContain(needed);
  },
);

test.each(deployments)(
  'the $name finds each file that its settings name where a volume is mounted',
  ({ name, container, template }) => {
    const values = [
      ...container.env.map(({ value }) => value),
      ...container.envFrom.flatMap(({ configMapRef }) => Object.values(findConfig(configMapRef.name))),
    ].filter((value) => value.startsWith('/'));
    expect(values.length).toBeGreaterThan(0);
    const mounts = container.volumeMounts.map(({ mountPath }) => mountPath);
    expect(values.filter((value) => !mounts.some((mount) => `${value}/`.startsWith(`${mount}/`)))).toEqual([]);
    const volumes = template.spec.volumes.map((volume) => volume.name);
    expect(container.volumeMounts.map((mount) => mount.name).sort()).toEqual(volumes.sort());
    const commands = readText('deploy/README.md');
    for (const { secret } of template.spec.volumes) {
      if (secret) expect(commands).toContain(`create secret generic ${secret.secretName} `);
    }
    if (name !== 'codec') expect(Object.keys(findConfig('ledgergate-companies'))).toEqual(['companies.yaml']);
  },
);

/** The stage of the image that this process runs in, without those after it. */
const stageOf = (name: string): string =>
  readText('deploy/Dockerfile').split(`FROM runtime AS ${name}\n`)[1]?.split('\nFROM ')[0] ?? '';
const probesOf = ({ startupProbe, readinessProbe, livenessProbe }: z.infer<typeof Container>) =>
  [startupProbe, readinessProbe, livenessProbe].filter((probe) => probe !== undefined);

test.each(deployments)('the $name opens the ports of its image, and is asked at one of them', ({ name, container }) => {
  const { ports } = container;
  const exposed = /^EXPOSE (.*)$/m.exec(stageOf(name))?.[1] ?? '';
  expect(ports.map(({ containerPort }) => String(containerPort)).sort()).toEqual(exposed.split(' ').sort());
  for (const { httpGet } of probesOf(container)) {
    if (httpGet) {
      expect(['/healthz', '/readyz']).toContain(httpGet.path);
      expect(ports.map((port) => port.name)).toContain(httpGet.port);
    }
  }
});

test('where a probe runs a program, it is the one that the image has for its health', () => {
  const probing = deployments.flatMap(({ name, container }) =>
    probesOf(container).flatMap(({ exec }) => (exec ? [{ name, command: exec.command }] : [])),
  );
  expect(probing.map(({ name }) => name)).toEqual(['worker']);
  for (const { name, command } of probing) {
    const [, health = ''] = /^HEALTHCHECK .*\n? +CMD (\[.*\])$/m.exec(stageOf(name)) ?? [];
    expect(command).toEqual(JSON.parse(health));
  }
});

test('what selects pods selects those of a deployment', () => {
  const labelled = deployments.map(({ template }) => template.metadata.labels);
  for (const { selector, template } of deployments)
    expect(template.metadata.labels).toMatchObject(selector.matchLabels);
  const Selecting = z.looseObject({ selector: z.union([z.object({ matchLabels: Labels }), Labels]) });
  for (const { spec } of [...ofKind('Service'), ...ofKind('PodDisruptionBudget')]) {
    const { selector } = Selecting.parse(spec);
    const labels = 'matchLabels' in selector ? selector.matchLabels : selector;
    expect(labelled).toContainEqual(labels);
  }
  const budgets = ofKind('PodDisruptionBudget').map(({ metadata }) => metadata.name);
  const several = deployments.filter(({ replicas }) => replicas > 1).map(({ name }) => `ledgergate-${name}`);
  expect(budgets.sort()).toEqual(several.sort());
});

test('services and network policies name ports that a container has', () => {
  const Ports = z.array(z.looseObject({ port: z.union([z.string(), z.number()]), targetPort: z.string().optional() }));
  const named = objects.flatMap(({ kind, spec }) => {
    if (kind === 'Service') return Ports.parse((spec as { ports: unknown }).ports).map(({ targetPort }) => targetPort);
    if (kind !== 'NetworkPolicy') return [];
    const { ingress = [] } = spec as { ingress?: { ports: unknown }[] };
    return ingress.flatMap(({ ports }) => Ports.parse(ports).map(({ port }) => port));
  });
  const known = deployments.flatMap(({ container }) => container.ports.map(({ name }) => name));
  expect(named.length).toBeGreaterThan(3);
  expect(named.filter((name) => !known.some((each) => each === name))).toEqual([]);
});
