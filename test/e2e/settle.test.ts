/** What an export brings back and what a person settles with are one list of ids, whatever the adapter. */
import { startErpHttpServer } from '../support/erp/erp-http-server';
import { example, type Stack, until, type StackAnswer, useStack } from '../support/processes/stack';
import { useStarted } from '../support/use-started';

const server = useStarted(() => startErpHttpServer());
const stack = useStack(() => {
  const agent = `erp: vista, adapter: http, url: "${server.url}", tokenVariable: TOKEN, signingVariable: KEY`;
  const links = (name: string) => `recordUrl: "https://erp.example/${name}"`;
  const companies = `companies:
  acme:
    name: Acme
    integration: { erp: vista, adapter: file-drop, directory: erp/acme, ${links('{jobNumber}/{file}')} }
    policy: { rawSignals: all }
  globex:
    name: Globex
    integration: { ${agent}, ids: [contract], ${links('{job}/{jobNumber}')} }
    policy: { rawSignals: all }
`;
  return { companies, env: { TOKEN: server.token, KEY: server.signingKey } };
});

interface View {
  readonly status: string;
  readonly receipt?: { readonly ids: Readonly<Record<string, string>>; readonly url?: string };
  readonly export?: { readonly parked?: { readonly code: string } };
}

describe.each(['acme', 'globex'])('%s', (company) => {
  const send = (method: string, path: string, options: Parameters<Stack['request']>[2]): Promise<StackAnswer> =>
    stack.request(method, `/v1/companies/${company}/submissions${path}`, options);

  const reach = (projectId: string, status: string): Promise<View> =>
    until(`${projectId} ${status}`, async () => {
      const view = (await send('GET', `/${projectId}`, { as: 'viewer' })).body as unknown as View;
      return view.status === status ? view : undefined;
    });

  async function accept(projectId: string): Promise<void> {
    await send('POST', '', { as: 'admin', body: { projectId, project: example('northfield-clinic') } });
    const job = { number: '24-017' };
    expect(await send('POST', `/${projectId}/accept`, { as: 'approver', body: { revision: 1, job } })).toMatchObject({
      status: 200,
    });
  }

  const settle = (projectId: string, ids: object): Promise<StackAnswer> =>
    send('POST', `/${projectId}/settle`, { as: 'operator', body: { revision: 1, ids, note: 'Booked by hand.' } });

  test('a record is settled with the very ids that an export brings back, and is linked by them', async () => {
    await accept('1');
    const exported = await reach('1', 'exported');
    await accept('2');
    expect((await reach('2', 'parked')).export?.parked?.code).toBe('erp_number_taken');
    const ids = exported.receipt?.ids ?? {};
    expect(ids).toMatchObject({ jobNumber: '24-017' });

    const refused = await settle('2', { ...ids, recordId: '1' });
    expect(refused).toMatchObject({ status: 400, body: { code: 'malformed' } });
    expect(refused.body['detail']).toContain('has no id named recordId. Its ids are job, jobNumber, ');
    expect(await settle('2', ids)).toMatchObject({ status: 200 });
    const settled = await reach('2', 'exported');
    expect(settled.receipt?.ids).toEqual(ids);
    expect(settled.receipt?.url).toBe(exported.receipt?.url);
    expect(settled.receipt?.url).toMatch(/^https:\/\/erp\.example\/[^/{}]+\/[^/{}]+$/);
  });
});
